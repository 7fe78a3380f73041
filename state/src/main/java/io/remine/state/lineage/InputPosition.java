package io.remine.state.lineage;

/** Where a record stood in its topic. */
public record InputPosition(String topic, int partition, long offset) implements Comparable<InputPosition> {

    public InputPosition {
        if (topic == null || topic.isEmpty()) {
            throw new IllegalArgumentException("a position needs a topic");
        }
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition %d and offset %d of %s must be at least 0".formatted(partition, offset, topic));
        }
    }

    @Override
    public int compareTo(InputPosition other) {
        int byTopic = topic.compareTo(other.topic);
        if (byTopic != 0) {
            return byTopic;
        }
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
}
