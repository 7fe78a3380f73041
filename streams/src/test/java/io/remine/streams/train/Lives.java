package io.remine.streams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.remine.operators.training.TrainingProbe;
import io.remine.state.live.LiveIndex;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.job.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Submissions of the train job to one deployment, one after the other: each is a life with a timeline of its own. */
final class Lives {

    private static final double MOST_DRIFT = 1e-6;

    private final Deployment deployment;
    private Optional<Life> latest = Optional.empty();

    Lives(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Submits the job with settings of its own, from the start or from a checkpoint. */
    Life begin(Map<String, String> settings, Optional<String> restoreFrom, TrainingProbe probe) {
        Set<TimelineId> before = timelines();
        latest.ifPresent(life -> life.untilNext = before);
        RemineConfiguration configuration = deployment.configuration().with(settings);
        RunningJob job = deployment
                .cluster()
                .submit(TrainJob.build(configuration, deployment.generation(), probe), TrainJob.NAME, restoreFrom);
        Life life = new Life(job, before);
        latest = Optional.of(life);
        return life;
    }

    private Set<TimelineId> timelines() {
        return Published.versions(deployment.configuration()).stream()
                .map(version -> version.version().timeline())
                .collect(Collectors.toSet());
    }

    /** One submission, and what it publishes. */
    final class Life {

        private final RunningJob job;
        private final Set<TimelineId> before;
        private Set<TimelineId> untilNext; // all when the next life began; null in the latest

        private Life(RunningJob job, Set<TimelineId> before) {
            this.job = job;
            this.before = before;
        }

        RunningJob job() {
            return job;
        }

        /** Its versions so far, the one with the fewest examples first. */
        List<VersionRecord> versions() {
            return Published.versions(deployment.configuration()).stream()
                    .filter(version -> isOwn(version.version().timeline()))
                    .toList();
        }

        private boolean isOwn(TimelineId timeline) {
            return !before.contains(timeline) && (untilNext == null || untilNext.contains(timeline));
        }

        VersionRecord last() {
            List<VersionRecord> versions = versions();
            assertThat(versions).isNotEmpty();
            return versions.get(versions.size() - 1);
        }

        /** How many examples its last version contains; 0 before the first. */
        long examples() {
            return versions().stream()
                    .mapToLong(version -> version.lineage().examples())
                    .max()
                    .orElse(0);
        }

        void assertNoWorkerStrayed() {
            assertThat(versions())
                    .allSatisfy(version -> assertThat(version.metrics().driftFromBase())
                            .as("drift of %s", version.version())
                            .isLessThanOrEqualTo(MOST_DRIFT));
        }

        /**
         * From the first encoder on, the updates of each version and its ancestors lead to the parameters that its record
         * names, bit for bit: every slice is there once, and no life has begun with other bytes than the one before left.
         */
        void assertEveryVersionFolds() throws InterruptedException {
            try (Lease<LiveIndex> searcher = deployment.searcher()) {
                LiveIndex live = searcher.get();
                live.awaitCaughtUp(Duration.ofMinutes(5));
                for (VersionRecord version : versions()) {
                    assertThat(version.isFullCopy()).isFalse();
                    assertThatCode(() -> live.models().materialise(version.version()))
                            .doesNotThrowAnyException();
                }
            }
        }
    }
}
