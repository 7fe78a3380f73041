/** A TaskManager of Flink's that is ready for our tasks before they come. Knows no job. */
package io.remine.streams.taskmanager;
