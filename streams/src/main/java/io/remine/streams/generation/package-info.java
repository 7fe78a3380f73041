/**
 * How a generation begins: its first encoder, put on {@code models} before any job reads it.
 */
package io.remine.streams.generation;
