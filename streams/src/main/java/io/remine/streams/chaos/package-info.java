/** Kills, pauses and takes away what a deployment consists of, while readers read, and checks all the time what must hold. */
package io.remine.streams.chaos;
