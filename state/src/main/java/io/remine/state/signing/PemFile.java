package io.remine.state.signing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of keys in PEM blocks (RFC 7468): {@code PRIVATE KEY} in PKCS#8, {@code PUBLIC KEY} in X.509. */
final class PemFile {

    private static final int MAX_BYTES = 64 << 10;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>[A-Za-z0-9+/=\\s]+)-----END \\k<label>-----");

    private final Path file;
    private final String text;

    private PemFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Makes a key of its encoding. */
    @FunctionalInterface
    private interface Reader<T extends Key> {
        T read(byte[] encoded) throws InvalidKeySpecException;
    }

    static PemFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s is longer than %d bytes: no file of keys".formatted(file, MAX_BYTES));
            }
            return new PemFile(file, new String(bytes, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no file of keys %s; `remine keys create` makes a pair".formatted(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read keys from " + file, e);
        }
    }

    static String text(PrivateKey key) {
        return block(PRIVATE, key);
    }

    static String text(PublicKey key) {
        return block(PUBLIC, key);
    }

    List<PrivateKey> privateKeys() {
        return keys(PRIVATE, encoded -> Ed25519.keyFactory().generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    }

    List<PublicKey> publicKeys() {
        return keys(PUBLIC, encoded -> Ed25519.keyFactory().generatePublic(new X509EncodedKeySpec(encoded)));
    }

    private <T extends Key> List<T> keys(String label, Reader<T> reader) {
        List<T> keys = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group("label").equals(label)) {
                keys.add(key(label, blocks.group("body"), reader));
            }
        }
        return List.copyOf(keys);
    }

    private <T extends Key> T key(String label, String body, Reader<T> reader) {
        try {
            return reader.read(Base64.getMimeDecoder().decode(body));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            // Without its cause, whose message may hold bytes of the key.
            throw new IllegalArgumentException(
                    "%s: a block %s is no Ed25519 key; `remine keys create` makes a pair".formatted(file, label));
        }
    }

    private static String block(String label, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, body);
    }
}
