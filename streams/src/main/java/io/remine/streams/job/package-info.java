/** What both jobs share: the Flink environment they are built on and the ids of a submission. */
package io.remine.streams.job;
