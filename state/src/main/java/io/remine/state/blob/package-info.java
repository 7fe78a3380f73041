/**
 * Large values over Kafka: a blob is named by the SHA-256 of its bytes, travels as chunks under the broker's message limit,
 * and is seen by a reader whole and verified or not at all. The written format is in {@code SNAPSHOT-FORMAT.md}. Knows
 * nothing of what a blob holds.
 */
package io.remine.state.blob;
