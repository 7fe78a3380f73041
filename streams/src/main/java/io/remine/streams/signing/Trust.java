package io.remine.streams.signing;

import io.remine.state.signing.TrustedKeys;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The setting {@code trust.public-key-files}; travels with a job to where the files are read. */
public final class Trust implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String files;

    private Trust(String files) {
        this.files = files;
    }

    public static Trust of(RemineConfiguration configuration) {
        return new Trust(configuration.get(RemineOptions.TRUST_PUBLIC_KEYS));
    }

    /**
     * The keys in the files, as they are now.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public TrustedKeys keys() {
        List<Path> paths = Arrays.stream(files.split(","))
                .map(String::strip)
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
        return TrustedKeys.read(paths);
    }
}
