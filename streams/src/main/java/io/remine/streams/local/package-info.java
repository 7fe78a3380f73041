/**
 * A whole deployment on this machine, every part a process of its own: brokers, Flink with high availability, search server. For
 * trials, and for everything that must be killed to be believed. Knows no job.
 */
package io.remine.streams.local;
