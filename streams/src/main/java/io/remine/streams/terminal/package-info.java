/** What a person sees of a command that runs for a while. */
package io.remine.streams.terminal;
