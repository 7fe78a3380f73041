package io.remine.state.model;

/**
 * Names a published model: the submission that trained it and the checkpoint that committed it. Within a timeline
 * checkpoints rise, with gaps.
 */
public record ModelVersion(TimelineId timeline, long checkpoint) {

    public ModelVersion {
        if (checkpoint < 1) {
            throw new IllegalArgumentException("checkpoint " + checkpoint + ", must be at least 1");
        }
    }

    /** Reads {@code timeline/checkpoint}. */
    public static ModelVersion parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("version '%s', expected TIMELINE/CHECKPOINT".formatted(text));
        }
        try {
            return new ModelVersion(
                    new TimelineId(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("version '%s', expected TIMELINE/CHECKPOINT".formatted(text), e);
        }
    }

    @Override
    public String toString() {
        return timeline + "/" + checkpoint;
    }
}
