package io.remine.streams.signing;

import io.remine.state.signing.KeyPairFiles;
import io.remine.streams.config.RemineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a deployment that signs and trusts a pair of keys made for it, for tests. */
public final class KeySettings {

    private KeySettings() {}

    /** These settings and the keys, whose files are below the directory. */
    public static Map<String, String> added(Path directory, Map<String, String> settings) {
        try {
            KeyPairFiles keys = KeyPairFiles.create(directory.resolve("keys"));
            Map<String, String> all = new HashMap<>(settings);
            all.put(RemineOptions.SIGN_PRIVATE_KEY.name(), keys.privateFile().toString());
            all.put(RemineOptions.TRUST_PUBLIC_KEYS.name(), keys.publicFile().toString());
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
