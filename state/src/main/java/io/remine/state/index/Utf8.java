package io.remine.state.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8; seen at once where all are ASCII, as they mostly are. */
final class Utf8 {

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Whether no byte is of anything but ASCII, which any part of them is then also. */
    static boolean isAscii(ByteBuffer bytes) {
        ByteBuffer ordered = bytes.slice().order(ByteOrder.nativeOrder());
        long all = 0;
        int at = 0;
        for (; at + Long.BYTES <= ordered.limit(); at += Long.BYTES) {
            all |= ordered.getLong(at);
        }
        for (; at < ordered.limit(); at++) {
            all |= ordered.get(at);
        }
        return (all & NOT_ASCII) == 0;
    }

    static boolean isValid(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
