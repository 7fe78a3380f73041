package io.remine.operators.intake;

import io.remine.operators.deadletter.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes to text without silent replacement. */
final class Utf8 {

    private Utf8() {}

    static String decode(String what, byte[] bytes) throws MalformedRecordException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRecordException(Reason.NOT_UTF8, what + " is not UTF-8; send UTF-8", e);
        }
    }

    /** Whether the text can be written as UTF-8: JSON's escapes can make half a character, which cannot. */
    static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
