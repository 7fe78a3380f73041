package io.remine.streams.signing;

import io.remine.state.signing.TrustedKeys;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The setting {@code trust.public-key-files}; travels with a job to where the files are read. */
public final class Trust implements Serializable {

    private static final long serialVersionUID = 1L;

    /** As whoever submits the job names them. */
    private final ArrayList<String> files;

    private Trust(List<String> files) {
        this.files = new ArrayList<>(files);
    }

    public static Trust of(RemineConfiguration configuration) {
        return new Trust(
                Arrays.stream(configuration.get(RemineOptions.TRUST_PUBLIC_KEYS).split(","))
                        .map(String::strip)
                        .filter(file -> !file.isEmpty())
                        .map(file -> Path.of(file).toAbsolutePath().toString())
                        .toList());
    }

    /**
     * The keys in the files, as they are now.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public TrustedKeys keys() {
        return TrustedKeys.read(files.stream().map(Path::of).toList());
    }
}
