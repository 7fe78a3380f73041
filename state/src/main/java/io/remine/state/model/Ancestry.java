package io.remine.state.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The timeline of a submission and the ones it descends from. A reader follows its own timeline, its ancestors' versions up
 * to the branch, and nothing else: checkpoint ids after a branch are used a second time, by another life.
 *
 * @param own the timeline of this submission
 * @param branches for each ancestor, the oldest first, the last checkpoint that belongs to this life
 */
public record Ancestry(TimelineId own, List<ModelVersion> branches) {

    public Ancestry {
        branches = List.copyOf(branches);
    }

    /** A submission that restores nothing. */
    public static Ancestry fresh(TimelineId own) {
        return new Ancestry(own, List.of());
    }

    /**
     * The ancestry after a restore: this one if {@code submission} is the same timeline, a restart; else a new timeline that
     * branches off here at {@code restoredCheckpoint}.
     */
    public Ancestry restoredBy(TimelineId submission, long restoredCheckpoint) {
        if (submission.equals(own)) {
            return this;
        }
        List<ModelVersion> longer = new ArrayList<>(branches);
        longer.add(new ModelVersion(own, restoredCheckpoint));
        return new Ancestry(submission, longer);
    }

    /** The submission and checkpoint that this one was restored from, if any. */
    public Optional<ModelVersion> parent() {
        return branches.isEmpty() ? Optional.empty() : Optional.of(branches.get(branches.size() - 1));
    }

    /** Whether the version belongs to this life. */
    public boolean contains(ModelVersion version) {
        return version.timeline().equals(own)
                || branches.stream()
                        .anyMatch(branch -> branch.timeline().equals(version.timeline())
                                && version.checkpoint() <= branch.checkpoint());
    }
}
