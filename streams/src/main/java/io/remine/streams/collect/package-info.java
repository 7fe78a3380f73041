/**
 * Queries and clicks of those who have no producer of their own: JSON comes in, checked as the jobs check it, and records go out
 * to the topics. Knows nothing of HTTP.
 */
package io.remine.streams.collect;
