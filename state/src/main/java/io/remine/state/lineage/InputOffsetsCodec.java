package io.remine.state.lineage;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Version 1: number of topics (int), for each its name (string), number of partitions (int), for each partition (int) and
 * next offset (long).
 */
public final class InputOffsetsCodec implements Codec<InputOffsets> {

    public static final InputOffsetsCodec INSTANCE = new InputOffsetsCodec();

    private static final int MAX_TOPICS = 1_024;
    private static final int MAX_PARTITIONS = 1 << 20;

    private static final long serialVersionUID = 1L;

    private InputOffsetsCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(InputOffsets offsets, DataOutput out) throws IOException {
        out.writeInt(offsets.next().size());
        for (Map.Entry<String, NavigableMap<Integer, Long>> topic :
                offsets.next().entrySet()) {
            Bounded.writeString(topic.getKey(), out);
            out.writeInt(topic.getValue().size());
            for (Map.Entry<Integer, Long> partition : topic.getValue().entrySet()) {
                out.writeInt(partition.getKey());
                out.writeLong(partition.getValue());
            }
        }
    }

    @Override
    public InputOffsets readFields(int version, DataInput in) throws IOException {
        TreeMap<String, NavigableMap<Integer, Long>> next = new TreeMap<>();
        int topics = Bounded.readLength(in, "topics", MAX_TOPICS);
        for (int i = 0; i < topics; i++) {
            next.put(Bounded.readString(in, "topic", LineageCodecs.MAX_TOPIC_BYTES), readPartitions(in));
        }
        return new InputOffsets(next);
    }

    private static NavigableMap<Integer, Long> readPartitions(DataInput in) throws IOException {
        TreeMap<Integer, Long> next = new TreeMap<>();
        int partitions = Bounded.readLength(in, "partitions", MAX_PARTITIONS);
        for (int i = 0; i < partitions; i++) {
            int partition = in.readInt();
            long offset = in.readLong();
            if (partition < 0 || offset < 0) {
                throw new CorruptDataException(
                        "offset %d of partition %d, both must be at least 0".formatted(offset, partition));
            }
            next.put(partition, offset);
        }
        return next;
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
