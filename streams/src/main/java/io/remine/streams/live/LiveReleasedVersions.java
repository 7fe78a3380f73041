package io.remine.streams.live;

import io.remine.operators.publishing.ReleasedVersions;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.Status;
import io.remine.state.model.ModelVersion;
import io.remine.state.resource.Lease;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What serves, as the process's live index has heard; leased while the publisher runs. */
public final class LiveReleasedVersions implements ReleasedVersions {

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveReleasedVersions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long serialVersionUID = 1L;

    private final ProcessLiveIndex process;
    private transient Lease<LiveIndex> lease;

    public LiveReleasedVersions(ProcessLiveIndex process) {
        this.process = process;
    }

    @Override
    public void open() throws InterruptedException {
        lease = process.acquire();
        while (!lease.get().awaitCaughtUp(PATIENCE)) {
            LOGGER.warn("still reading what is released from Kafka; is the broker there?");
        }
    }

    @Override
    public Set<ModelVersion> current() {
        Status status = lease.get().status();
        return Stream.concat(status.released().stream(), status.version().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
