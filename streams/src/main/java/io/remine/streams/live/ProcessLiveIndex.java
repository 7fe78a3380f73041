package io.remine.streams.live;

import io.remine.state.live.LiveIndex;
import io.remine.state.live.LiveIndexOptions;
import io.remine.state.live.LiveTopics;
import io.remine.state.live.SharedLiveIndex;
import io.remine.state.model.Generation;
import io.remine.state.resource.Lease;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Travels with a job and finds, in whichever process its tasks run, the live index that they share there. */
public final class ProcessLiveIndex implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> kafka = new HashMap<>();
    private final Topics topics;
    private final String cacheDirectory;
    private final boolean serveEncoders;

    private ProcessLiveIndex(RemineConfiguration configuration, String cache, boolean serveEncoders) {
        configuration.kafkaClient().forEach((name, value) -> kafka.put(name.toString(), value.toString()));
        this.topics = configuration.topics();
        this.cacheDirectory = Path.of(configuration.get(RemineOptions.DIRECTORY), "cache", cache)
                .toAbsolutePath()
                .toString();
        this.serveEncoders = serveEncoders;
    }

    /** For the tasks of jobs, which have encoders of their own. */
    public static ProcessLiveIndex ofTasks(RemineConfiguration configuration) {
        return new ProcessLiveIndex(configuration, "tasks", false);
    }

    /** For searches. */
    public static ProcessLiveIndex ofSearches(RemineConfiguration configuration) {
        return new ProcessLiveIndex(configuration, "searches", true);
    }

    /** What the live index follows. */
    public LiveIndexOptions options() {
        return new LiveIndexOptions(
                Map.copyOf(kafka),
                new LiveTopics(topics.name(Topic.MODELS), topics.name(Topic.INDEX), topics.name(Topic.RELEASES)),
                Path.of(cacheDirectory),
                serveEncoders,
                Generation.FIRST,
                LiveIndexOptions.DEFAULT_MAX_BLOB_BYTES);
    }

    /** A lease of this process's live index. */
    public Lease<LiveIndex> acquire() {
        return SharedLiveIndex.acquire(options());
    }
}
