package io.remine.state.lineage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The 64-bit identity of an example: the first eight bytes, big-endian, of
 * {@code SHA-256(query id, 0x00, document id, 0x00, kind)} in UTF-8. Ids hold no control characters, so no two triples
 * give the same input.
 */
public record ExampleHash(long value) {

    /** The hash of the click of this kind on this document for this query. */
    public static ExampleHash of(String queryId, String documentId, String kind) {
        String triple = queryId + '\0' + documentId + '\0' + kind;
        return new ExampleHash(ByteBuffer.wrap(sha256().digest(triple.getBytes(StandardCharsets.UTF_8)))
                .getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
