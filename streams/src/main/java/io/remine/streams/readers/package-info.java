/**
 * Simulated readers who look words up in WordNet and click on the sense they mean, as any producer of ours would: the load
 * of the demo and of the chaos runs.
 *
 * <p>Out flow records on {@code documents}, {@code queries} and {@code clicks}, and what a model that has learnt them all must
 * say of its input. The task and the reader are pure; nothing here knows a job.
 */
package io.remine.streams.readers;
