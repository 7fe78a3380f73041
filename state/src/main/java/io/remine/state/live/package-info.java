/**
 * The live consumer: follows the topics {@code models}, {@code index} and {@code releases} and always has one consistent
 * view to search. What flows in are Kafka records, what flows out are leases of views; it never serves a byte that was not
 * verified, never lets a search wait for a refresh, and keeps the last good view when what follows is bad. Knows nothing of
 * who publishes, and no Flink.
 */
package io.remine.state.live;
