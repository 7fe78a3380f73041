/** The command line: one class per command, each a few lines over the package that does the work. */
package io.remine.streams.cli;
