package io.remine.state.lineage;

import io.remine.state.codec.Bounded;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The fields of lineage values, for the codecs of the records that contain them. */
public final class LineageCodecs {

    /** Kafka's own limit for the name of a topic. */
    static final int MAX_TOPIC_BYTES = 249;

    private LineageCodecs() {}

    /** topic, partition (int), offset (long). */
    public static void writePosition(InputPosition position, DataOutput out) throws IOException {
        Bounded.writeString(position.topic(), out);
        out.writeInt(position.partition());
        out.writeLong(position.offset());
    }

    public static InputPosition readPosition(DataInput in) throws IOException {
        return new InputPosition(Bounded.readString(in, "topic", MAX_TOPIC_BYTES), in.readInt(), in.readLong());
    }

    /** examples (long), digest (long). */
    public static void writeLineage(Lineage lineage, DataOutput out) throws IOException {
        out.writeLong(lineage.examples());
        out.writeLong(lineage.digest());
    }

    public static Lineage readLineage(DataInput in) throws IOException {
        return new Lineage(in.readLong(), in.readLong());
    }
}
