package io.remine.streams.demo;

import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.config.Setting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of the demo's jobs: one worker, and the default recipe. */
final class DemoConfiguration {

    /** Subtasks of both jobs together that may run at a time. */
    static final int SLOTS = 4;

    static final int MICRO_BATCH = 32;

    private static final int BUCKETS = 16;

    /** Before it, a mean over the window says more of its few examples than of the version. */
    private static final int FIRST_RELEASE_EXAMPLES = 200;
    /** About two and a half standard errors of the difference of two windows. */
    private static final double GATE_TOLERANCE = 0.05;

    private DemoConfiguration() {}

    static RemineConfiguration of(DemoSettings settings, Path directory, String bootstrapServers) {
        Map<String, String> entries = new HashMap<>();
        put(entries, RemineOptions.BOOTSTRAP_SERVERS, bootstrapServers);
        put(entries, RemineOptions.TOPICS_PARTITIONS, 1);
        put(entries, RemineOptions.DIRECTORY, directory.toAbsolutePath());
        put(
                entries,
                RemineOptions.CHECKPOINT_INTERVAL,
                settings.checkpointInterval().toMillis());
        put(entries, RemineOptions.MODEL_SOURCE, settings.model());
        put(entries, RemineOptions.INDEX_BUCKETS, BUCKETS);
        put(entries, RemineOptions.TRAIN_WORKERS, 1);
        put(entries, RemineOptions.TRAIN_MICRO_BATCH, MICRO_BATCH);
        put(entries, RemineOptions.GATE_MINIMUM_EXAMPLES, FIRST_RELEASE_EXAMPLES);
        put(entries, RemineOptions.GATE_TOLERANCE, GATE_TOLERANCE);
        put(entries, RemineOptions.SERVE_PORT, settings.port());
        return RemineConfiguration.of(entries);
    }

    private static void put(Map<String, String> entries, Setting<?> setting, Object value) {
        entries.put(setting.name(), value.toString());
    }
}
