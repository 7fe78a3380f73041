package io.remine.streams.live;

import ai.djl.Device;
import io.remine.state.index.BlockPrecision;
import io.remine.state.index.Placement;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.LiveIndexOptions;
import io.remine.state.live.LiveTopics;
import io.remine.state.live.SharedLiveIndex;
import io.remine.state.model.Generation;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.signing.Trust;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Travels with a job and finds, in whichever process its tasks run, the live index that they share there. */
public final class ProcessLiveIndex implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String AUTO = "auto";

    private final HashMap<String, String> kafka = new HashMap<>();
    private final Topics topics;
    private final String cacheDirectory;
    private final boolean serveEncoders;
    private final String precision;
    private final Trust trust;
    private final long maxCacheBytes;
    private final int approximateAbove;

    private ProcessLiveIndex(
            RemineConfiguration configuration, String cache, boolean serveEncoders, int approximateAbove) {
        configuration.kafkaClient().forEach((name, value) -> kafka.put(name.toString(), value.toString()));
        this.topics = configuration.topics();
        this.cacheDirectory = Path.of(configuration.get(RemineOptions.DIRECTORY), "cache", cache)
                .toAbsolutePath()
                .toString();
        this.serveEncoders = serveEncoders;
        this.precision = configuration.get(RemineOptions.INDEX_DEVICE_PRECISION);
        this.trust = Trust.of(configuration);
        this.maxCacheBytes = configuration.get(RemineOptions.CACHE_MAX_BYTES);
        this.approximateAbove = approximateAbove;
    }

    /** For the tasks of jobs, which have encoders of their own. */
    public static ProcessLiveIndex ofTasks(RemineConfiguration configuration) {
        return new ProcessLiveIndex(configuration, "tasks", false, 0); // mining is exact
    }

    /** For searches. */
    public static ProcessLiveIndex ofSearches(RemineConfiguration configuration) {
        return new ProcessLiveIndex(
                configuration, "searches", true, configuration.get(RemineOptions.SERVE_APPROXIMATE_ABOVE));
    }

    /** What the live index on the default device follows. */
    public LiveIndexOptions options() {
        return options(PyTorch.defaultDevice());
    }

    private LiveIndexOptions options(Device device) {
        return new LiveIndexOptions(
                Map.copyOf(kafka),
                new LiveTopics(topics.name(Topic.MODELS), topics.name(Topic.INDEX), topics.name(Topic.RELEASES)),
                Path.of(cacheDirectory),
                serveEncoders,
                Generation.FIRST,
                LiveIndexOptions.DEFAULT_MAX_BLOB_BYTES,
                placement(device),
                trust.keys(),
                maxCacheBytes,
                approximateAbove);
    }

    /** A lease of this process's live index on the default device. */
    public Lease<LiveIndex> acquire() {
        return acquire(PyTorch.defaultDevice());
    }

    /**
     * A lease of this process's live index on a device. Each device that is asked for has one, which reads the topics by
     * itself.
     */
    public Lease<LiveIndex> acquire(Device device) {
        return SharedLiveIndex.acquire(options(device));
    }

    private Placement placement(Device device) {
        return precision.equals(AUTO)
                ? Placement.on(device)
                : new Placement(device, BlockPrecision.valueOf(precision.toUpperCase(Locale.ROOT)));
    }
}
