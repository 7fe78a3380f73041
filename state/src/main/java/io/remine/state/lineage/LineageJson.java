package io.remine.state.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Lineage within the JSON of versions, manifests and evaluations. */
public final class LineageJson {

    private LineageJson() {}

    /** {@code {"TOPIC": {"PARTITION": next offset}}}. */
    public static ObjectNode writeOffsets(InputOffsets offsets) {
        ObjectNode topics = JsonFormat.object();
        offsets.next().forEach((topic, partitions) -> {
            ObjectNode object = topics.putObject(topic);
            partitions.forEach((partition, next) -> object.put(partition.toString(), next));
        });
        return topics;
    }

    public static InputOffsets readOffsets(JsonFields topics) throws CorruptDataException {
        TreeMap<String, NavigableMap<Integer, Long>> next = new TreeMap<>();
        for (var topic : topics.objects().entrySet()) {
            TreeMap<Integer, Long> partitions = new TreeMap<>();
            for (String partition : topic.getValue().names()) {
                partitions.put(Integer.parseInt(partition), topic.getValue().longInteger(partition));
            }
            next.put(topic.getKey(), partitions);
        }
        return new InputOffsets(next);
    }

    /** Appends {@code {"topic", "partition", "offset"}} for each. */
    public static void writePositions(List<InputPosition> positions, ArrayNode array) {
        for (InputPosition position : positions) {
            array.addObject()
                    .put("topic", position.topic())
                    .put("partition", position.partition())
                    .put("offset", position.offset());
        }
    }

    public static InputPosition readPosition(JsonFields fields) throws CorruptDataException {
        return new InputPosition(fields.text("topic"), fields.integer("partition"), fields.longInteger("offset"));
    }

    /** Adds the fields {@code examples} and {@code digest}, 16 hexadecimal digits. */
    public static void writeLineage(Lineage lineage, ObjectNode object) {
        object.put("examples", lineage.examples()).put("digest", lineage.digestHex());
    }

    public static Lineage readLineage(JsonFields fields) throws CorruptDataException {
        String digest = fields.text("digest");
        if (digest.length() != 16) {
            throw new CorruptDataException("digest '%s', must be 16 hexadecimal digits".formatted(digest));
        }
        return new Lineage(fields.longInteger("examples"), Long.parseUnsignedLong(digest, 16));
    }
}
