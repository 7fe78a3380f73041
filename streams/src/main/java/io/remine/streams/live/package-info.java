/** What the tasks of a job see of what is published: one live index per process, found by the job's settings. */
package io.remine.streams.live;
