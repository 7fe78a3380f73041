package io.remine.state.index;

import io.remine.state.model.TimelineId;

/** Names a published index: the submission that built it and the checkpoint that committed it. */
public record ManifestId(TimelineId timeline, long checkpoint) {

    public ManifestId {
        Segment.check("checkpoint", checkpoint, 1, Long.MAX_VALUE);
    }

    /** Reads {@code timeline/checkpoint}. */
    public static ManifestId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("manifest '%s', expected TIMELINE/CHECKPOINT".formatted(text));
        }
        try {
            return new ManifestId(new TimelineId(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("manifest '%s', expected TIMELINE/CHECKPOINT".formatted(text), e);
        }
    }

    /** Whether this came before the other, in one timeline; those of different timelines have no order. */
    public boolean isBefore(ManifestId other) {
        return timeline.equals(other.timeline) && checkpoint < other.checkpoint;
    }

    @Override
    public String toString() {
        return timeline + "/" + checkpoint;
    }
}
