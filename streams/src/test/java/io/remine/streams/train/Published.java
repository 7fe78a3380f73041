package io.remine.streams.train;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.topics.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The versions on the topic {@code models}, as anybody reads them. */
final class Published {

    private Published() {}

    /** All versions, the one with the fewest examples first. */
    static List<VersionRecord> versions(RemineConfiguration configuration) {
        List<VersionRecord> versions = new ArrayList<>();
        CompactedTopic.read(
                        configuration.kafkaClient(),
                        configuration.topics().name(Topic.MODELS),
                        key -> key.startsWith(VersionRecord.KEY_PREFIX))
                .values()
                .forEach(json -> {
                    try {
                        versions.add(VersionRecord.fromJson(json));
                    } catch (CorruptDataException e) {
                        throw new AssertionError(e);
                    }
                });
        versions.sort(Comparator.comparingLong(version -> version.lineage().examples()));
        return versions;
    }

    static Optional<VersionRecord> last(RemineConfiguration configuration) {
        List<VersionRecord> versions = versions(configuration);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    /** What the last version contains. */
    static Lineage lineage(RemineConfiguration configuration) {
        return last(configuration).map(VersionRecord::lineage).orElse(Lineage.NONE);
    }
}
