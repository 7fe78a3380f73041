package io.remine.streams.beir;

import io.remine.state.encoder.EncoderSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What an encoded corpus is named by: SHA-256 over the document tower and every id and text. */
public final class CorpusKey {

    private final MessageDigest ofEncoder;

    private CorpusKey(MessageDigest ofEncoder) {
        this.ofEncoder = ofEncoder;
    }

    /** The encoder's part; its weights may be let go of then. */
    public static CorpusKey of(EncoderSource source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.config().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(source.tokenizerJson());
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                source.weights().writeBlob(source.config(), out);
            }
            return new CorpusKey(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of these documents' vectors: 64 hexadecimal digits. */
    String with(List<Document> documents) {
        try {
            MessageDigest digest = (MessageDigest) ofEncoder.clone();
            for (Document document : documents) {
                update(digest, document.id());
                update(digest, document.text());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be copied", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }
}
