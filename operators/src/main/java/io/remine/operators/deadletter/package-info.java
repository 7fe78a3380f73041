/**
 * Records that could not be used: kept whole, with the reason, for the topic {@code dead-letters}. A bad record never stops
 * a job and is never lost.
 */
package io.remine.operators.deadletter;
