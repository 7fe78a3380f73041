/** Remine streams. */
package io.remine.streams;
