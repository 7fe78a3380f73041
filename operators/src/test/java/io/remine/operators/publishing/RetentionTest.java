package io.remine.operators.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobRef;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final TimelineId LIFE = new TimelineId("life");

    @Test
    void everythingIsKeptUntilThereAreTwoFullCopies() {
        assertThat(Retention.superfluous(versions("uuFuuuu"), Set.of())).isEmpty();
        assertThat(Retention.superfluous(List.of(), Set.of())).isEmpty();
    }

    @Test
    void whatIsOlderThanTheLastButOneFullCopyGoes() {
        List<RetainedVersion> versions = versions("uuFuuFu");

        assertThat(Retention.superfluous(versions, Set.of())).isEqualTo(versions.subList(0, 2));
    }

    @Test
    void aReleasedVersionKeepsWhatItIsMadeOf() {
        List<RetainedVersion> versions = versions("uuFuuuFuFu");

        assertThat(Retention.superfluous(versions, Set.of(version(5))))
                .as("kept are the full copy 3 to version 5, and 7 on")
                .containsExactly(versions.get(0), versions.get(1), versions.get(5));
    }

    @Test
    void aReleasedVersionFromBeforeTheFirstFullCopyKeepsAllFromTheBeginning() {
        List<RetainedVersion> versions = versions("uuuFuFu");

        assertThat(Retention.superfluous(versions, Set.of(version(2)))).containsExactly(versions.get(2));
    }

    @Test
    void aVersionOfAnAbandonedLifeKeepsItsTimelineUpToTheBranch() {
        List<RetainedVersion> versions = new ArrayList<>(versions("Fuu"));
        TimelineId next = new TimelineId("next-life");
        versions.add(new RetainedVersion(new ModelVersion(next, 4), true, List.of()));
        versions.add(new RetainedVersion(new ModelVersion(next, 5), true, List.of()));

        assertThat(Retention.superfluous(versions, Set.of())).isEqualTo(versions.subList(0, 3));
        assertThat(Retention.superfluous(versions, Set.of(version(6)))).isEmpty();
    }

    @Test
    void aBlobThatAKeptVersionSharesIsNoOrphan() {
        BlobRef own = BlobRef.of(new byte[] {1});
        BlobRef shared = BlobRef.of(new byte[] {2});

        assertThat(Retention.orphans(
                        List.of(new RetainedVersion(version(1), false, List.of(own, shared))),
                        List.of(new RetainedVersion(version(2), false, List.of(shared)))))
                .containsExactly(own);
    }

    @Test
    void everyVersionThatServesCanBeReadFromWhatIsKept() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            StringBuilder kinds = new StringBuilder();
            random.ints(30, 0, 5).forEach(kind -> kinds.append(kind == 0 ? 'F' : 'u'));
            List<RetainedVersion> all = versions(kinds.toString());
            ModelVersion released = version(1 + random.nextInt(30));
            List<RetainedVersion> superfluous = Retention.superfluous(all, Set.of(released));
            List<RetainedVersion> kept =
                    all.stream().filter(one -> !superfluous.contains(one)).toList();

            assertThat(canBeRead(released, all, kept))
                    .as("seed %d, %s, %s", seed, kinds, released)
                    .isTrue();
            assertThat(canBeRead(version(30), all, kept))
                    .as("seed %d, %s", seed, kinds)
                    .isTrue();
        }
    }

    /** Whether there is a way back to a full copy, or to the beginning, through kept versions only. */
    private static boolean canBeRead(ModelVersion version, List<RetainedVersion> all, List<RetainedVersion> kept) {
        for (int i = (int) version.checkpoint() - 1; i >= 0; i--) {
            if (!kept.contains(all.get(i))) {
                return false;
            }
            if (all.get(i).fullCopy()) {
                return true;
            }
        }
        return true;
    }

    /** Versions 1, 2, ...: F has a full copy, u has not. */
    private static List<RetainedVersion> versions(String kinds) {
        List<RetainedVersion> versions = new ArrayList<>();
        for (int i = 0; i < kinds.length(); i++) {
            versions.add(new RetainedVersion(
                    version(i + 1), kinds.charAt(i) == 'F', List.of(BlobRef.of(new byte[] {(byte) i}))));
        }
        return versions;
    }

    private static ModelVersion version(long checkpoint) {
        return new ModelVersion(LIFE, checkpoint);
    }
}
