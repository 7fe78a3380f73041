/**
 * Where jobs run: a Flink cluster, in this process or elsewhere, and a handle on each job submitted to it. Knows no job of
 * ours.
 */
package io.remine.streams.cluster;
