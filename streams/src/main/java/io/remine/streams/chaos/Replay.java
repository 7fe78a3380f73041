package io.remine.streams.chaos;

import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.topics.Topic;

/** The topic {@code examples} from its beginning, learnt by a worker that nothing happens to. */
final class Replay implements AutoCloseable {

    private final Training training = new Training(() -> Long.MAX_VALUE);
    private final TimelineId before;
    private final VersionFollower versions;

    /**
     * Follows it.
     *
     * @param before the timeline of the worker that things happened to
     */
    Replay(RemineConfiguration configuration, TimelineId before) {
        this.before = before;
        versions = new VersionFollower(
                configuration.kafkaClient(), configuration.topics().name(Topic.MODELS), this::published);
    }

    Training training() {
        return training;
    }

    VersionFollower versions() {
        return versions;
    }

    @Override
    public void close() {
        versions.close();
    }

    private void published(VersionRecord version) {
        if (!version.version().timeline().equals(before)) {
            training.published(version);
        }
    }
}
