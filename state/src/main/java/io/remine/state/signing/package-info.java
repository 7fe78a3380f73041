/**
 * Who wrote a record: Ed25519 signatures that travel in a header of the records of {@code models}, {@code index} and
 * {@code releases}. What flows in are keys in PEM files and the bytes of records; what flows out is a header, or whether one
 * can be trusted. The written format is in {@code SNAPSHOT-FORMAT.md}. Knows nothing of what a record says.
 */
package io.remine.state.signing;
