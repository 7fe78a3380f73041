package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.lineage.LineageJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A published version: everything a reader must have to adopt it whole, and what it has been trained on. Its key on the
 * topic {@code models} is {@code version/TIMELINE/CHECKPOINT}.
 *
 * @param parent the version before it in this life; absent if that is the generation's first encoder
 * @param ancestry of the life that published it
 * @param lineage the examples it contains, since the generation began
 * @param offsets how far the input had been read; all of it is contained but {@code held}
 * @param held read, but still in a partial micro-batch and not contained
 * @param slices one for each of the layout, in order
 * @param publishedMillis when, in milliseconds since 1970
 */
public record VersionRecord(
        ModelVersion version,
        Optional<ModelVersion> parent,
        Ancestry ancestry,
        Generation generation,
        Lineage lineage,
        InputOffsets offsets,
        List<InputPosition> held,
        SliceLayout layout,
        List<VersionSlice> slices,
        VersionMetrics metrics,
        long publishedMillis) {

    public static final String KEY_PREFIX = "version/";

    private static final int FORMAT = 1;

    public VersionRecord {
        held = List.copyOf(held);
        slices = List.copyOf(slices);
        if (!version.timeline().equals(ancestry.own())) {
            throw new IllegalArgumentException("version %s of timeline %s".formatted(version, ancestry.own()));
        }
        if (parent.isPresent() && (parent.get().equals(version) || !ancestry.contains(parent.get()))) {
            throw new IllegalArgumentException("parent %s of %s is not of its life".formatted(parent.get(), version));
        }
        if (parent.isPresent() && parent.get().checkpoint() >= version.checkpoint()) {
            throw new IllegalArgumentException("parent %s is not before %s".formatted(parent.get(), version));
        }
        checkComplete(layout, slices);
    }

    /** The hash of the parameters after the update. */
    public ParameterHash parameters() {
        return ParameterHash.ofSlices(slices.stream().map(VersionSlice::sha256).toList());
    }

    /** Whether a reader can begin here without any older version. */
    public boolean isFullCopy() {
        return slices.stream().allMatch(slice -> slice.full().isPresent());
    }

    /** The record's key. */
    public byte[] key() {
        return key(version);
    }

    public static byte[] key(ModelVersion version) {
        return (KEY_PREFIX + version).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] toJson() {
        ObjectNode json = JsonFormat.create(FORMAT);
        json.put("version", version.toString());
        parent.ifPresent(present -> json.put("parent", present.toString()));
        ObjectNode ancestors = json.putObject("ancestry");
        ancestors.put("own", ancestry.own().value());
        ancestors
                .putArray("branches")
                .addAll(ancestry.branches().stream()
                        .map(branch -> JsonFormat.text(branch.toString()))
                        .toList());
        json.put("generation", generation.number());
        LineageJson.writeLineage(lineage, json);
        json.set("offsets", LineageJson.writeOffsets(offsets));
        LineageJson.writePositions(held, json.putArray("held"));
        json.put("parametersSha256", parameters().hex());
        json.put("sliceLength", layout.sliceLength()).put("parameterCount", layout.total());
        var array = json.putArray("slices");
        slices.forEach(slice -> slice.writeTo(array.addObject()));
        json.set("metrics", metrics.toJson());
        json.put("publishedMillis", publishedMillis);
        return JsonFormat.write(json);
    }

    public static VersionRecord fromJson(byte[] json) throws CorruptDataException {
        return JsonFormat.read(json, "version", FORMAT, VersionRecord::read);
    }

    private static VersionRecord read(JsonFields fields) throws CorruptDataException {
        JsonFields ancestry = fields.object("ancestry");
        VersionRecord record = new VersionRecord(
                ModelVersion.parse(fields.text("version")),
                fields.optionalText("parent").map(ModelVersion::parse),
                new Ancestry(
                        new TimelineId(ancestry.text("own")),
                        ancestry.texts("branches").stream()
                                .map(ModelVersion::parse)
                                .toList()),
                new Generation(fields.integer("generation")),
                LineageJson.readLineage(fields),
                LineageJson.readOffsets(fields.object("offsets")),
                fields.list("held", LineageJson::readPosition),
                new SliceLayout(fields.integer("parameterCount"), fields.integer("sliceLength")),
                fields.list("slices", VersionSlice::read),
                VersionMetrics.read(fields.object("metrics")),
                fields.longInteger("publishedMillis"));
        String sha256 = fields.text("parametersSha256");
        if (!record.parameters().hex().equals(sha256)) {
            throw new CorruptDataException("version %s: parametersSha256 %s is not that of its slices, %s"
                    .formatted(record.version, sha256, record.parameters()));
        }
        return record;
    }

    private static void checkComplete(SliceLayout layout, List<VersionSlice> slices) {
        if (slices.size() != layout.slices()) {
            throw new IllegalArgumentException(
                    "%d slices, the layout has %d".formatted(slices.size(), layout.slices()));
        }
        for (int i = 0; i < slices.size(); i++) {
            if (slices.get(i).slice() != i) {
                throw new IllegalArgumentException("slice %d at place %d; list them in order"
                        .formatted(slices.get(i).slice(), i));
            }
        }
    }
}
