/**
 * A Kafka broker and a Flink cluster inside this process, over a directory that outlives it: for the demo, for jobs that run
 * in process, and for tests. Knows no job.
 */
package io.remine.streams.embedded;
