package io.remine.streams.live;

import io.remine.operators.publishing.ReleasedVersions;
import io.remine.state.live.Lease;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.Status;
import io.remine.state.model.ModelVersion;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What serves, as the process's live index has heard; leased while the publisher runs. */
public final class LiveReleasedVersions implements ReleasedVersions {

    private static final long serialVersionUID = 1L;

    private final ProcessLiveIndex process;
    private transient Lease<LiveIndex> lease;

    public LiveReleasedVersions(ProcessLiveIndex process) {
        this.process = process;
    }

    @Override
    public Set<ModelVersion> current() {
        if (lease == null) {
            lease = process.acquire();
        }
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
