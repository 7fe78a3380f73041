package io.remine.state.live;

import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.signing.TrustedKeys;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The topics of a live index without a broker, one partition each, records on that of the index only; for tests. */
final class FollowedTopics {

    private static final TopicPartition MODELS = new TopicPartition("models", 0);
    private static final TopicPartition INDEX = new TopicPartition("index", 0);
    private static final TopicPartition RELEASES = new TopicPartition("releases", 0);

    final MockConsumer<byte[], ByteBuffer> consumer = new MockConsumer<>("earliest");

    /** Topics that are to be made yet. */
    FollowedTopics(long indexStart, long indexEnd) {
        consumer.updateBeginningOffsets(Map.of(MODELS, 0L, INDEX, indexStart, RELEASES, 0L));
        endAt(indexEnd);
    }

    /** Of the index. */
    void endAt(long indexEnd) {
        consumer.updateEndOffsets(Map.of(MODELS, 0L, INDEX, indexEnd, RELEASES, 0L));
    }

    void make() {
        for (TopicPartition partition : List.of(MODELS, INDEX, RELEASES)) {
            consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        }
    }

    /** Where the index is read from next. */
    long position() {
        return consumer.position(INDEX);
    }

    void add(long offset, KeyedBytes record) {
        consumer.addRecord(
                new ConsumerRecord<>(INDEX.topic(), 0, offset, record.key(), RecordValue.of(record.value())));
    }

    TopicFollower follower(TrustedKeys trust, LiveState state, LiveCaches caches) {
        Resumption resumption = new Resumption(new PositionFile(caches.index().directory()), INDEX.topic(), state);
        resumption.prepare();
        return new TopicFollower(
                consumer,
                Map.of(
                        MODELS.topic(), LiveState.Topic.MODELS,
                        INDEX.topic(), LiveState.Topic.INDEX,
                        RELEASES.topic(), LiveState.Topic.RELEASES),
                trust,
                state,
                resumption);
    }
}
