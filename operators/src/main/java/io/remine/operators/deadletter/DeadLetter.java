package io.remine.operators.deadletter;

import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.state.lineage.InputPosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A record that could not be used, with its original bytes.
 *
 * @param position where it stood
 * @param key its key, null if it had none
 * @param value its value, null if it was a tombstone
 * @param message what is wrong, the limit and the remedy, for a person; cut to {@value #MAX_MESSAGE_CHARS} characters
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
public record DeadLetter(InputPosition position, byte[] key, byte[] value, Reason reason, String message) {

    /** Longest message, in characters. */
    public static final int MAX_MESSAGE_CHARS = 1_000;
    /** Most bytes of key and value that are sent: with headers below the brokers' default limit of a message. */
    public static final int MAX_SENT_BYTES = 900_000;

    public DeadLetter {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(reason, "reason");
        if (message.length() > MAX_MESSAGE_CHARS) {
            message = message.substring(0, MAX_MESSAGE_CHARS);
        }
    }

    /**
     * The record for {@code dead-letters}: key and value as they were, and the headers {@code remine.topic},
     * {@code remine.partition}, {@code remine.offset}, {@code remine.reason} and {@code remine.message}. A record that no
     * broker would take is cut at its end and has the header {@code remine.cut} with its full size in bytes; it is whole
     * at its position.
     */
    public OutgoingRecord toOutgoing() {
        Map<String, byte[]> headers = new TreeMap<>();
        headers.put("remine.topic", utf8(position.topic()));
        headers.put("remine.partition", utf8(Integer.toString(position.partition())));
        headers.put("remine.offset", utf8(Long.toString(position.offset())));
        headers.put("remine.reason", utf8(reason.name()));
        headers.put("remine.message", utf8(message));
        long size = (long) length(key) + length(value);
        if (size <= MAX_SENT_BYTES) {
            return new OutgoingRecord(key, value, headers);
        }
        headers.put("remine.cut", utf8(Long.toString(size)));
        byte[] sentKey = cut(key, MAX_SENT_BYTES);
        return new OutgoingRecord(sentKey, cut(value, MAX_SENT_BYTES - length(sentKey)), headers);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte[] cut(byte[] bytes, int limit) {
        return length(bytes) <= limit ? bytes : Arrays.copyOf(bytes, limit);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetter that
                && position.equals(that.position)
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && reason == that.reason
                && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, reason, message, Arrays.hashCode(key), Arrays.hashCode(value));
    }
}
