package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import java.util.List;
import java.util.Optional;

/**
 * One slice of a version.
 *
 * @param slice its number
 * @param updates blobs whose bit differences, added up, lead from the parent's slice to this one: one, or more if the slice was
 *     merged at checkpoints that were aborted before the version was closed
 * @param full blob with the slice itself, now and then, so that a reader need not begin at the first version
 * @param sha256 of the slice after the update
 */
public record VersionSlice(int slice, List<BlobRef> updates, Optional<BlobRef> full, ParameterHash sha256) {

    /** Most updates of one slice in one version. */
    public static final int MAX_UPDATES = 1 << 10;

    public VersionSlice {
        updates = List.copyOf(updates);
        if (updates.isEmpty() || updates.size() > MAX_UPDATES) {
            throw new IllegalArgumentException(
                    "%d updates of slice %d, must be 1 to %d".formatted(updates.size(), slice, MAX_UPDATES));
        }
    }

    void writeTo(ObjectNode json) {
        json.put("slice", slice);
        ArrayNode array = json.putArray("updates");
        updates.forEach(update -> writeBlob(update, array.addObject()));
        full.ifPresent(blob -> writeBlob(blob, json.putObject("full")));
        json.put("sha256", sha256.hex());
    }

    static VersionSlice read(JsonFields fields) throws CorruptDataException {
        return new VersionSlice(
                fields.integer("slice"),
                fields.list("updates", VersionSlice::readBlob),
                fields.has("full") ? Optional.of(readBlob(fields.object("full"))) : Optional.empty(),
                new ParameterHash(fields.text("sha256")));
    }

    static void writeBlob(BlobRef blob, ObjectNode json) {
        json.put("blob", blob.hash().hex()).put("bytes", blob.bytes());
    }

    static BlobRef readBlob(JsonFields fields) throws CorruptDataException {
        return new BlobRef(new BlobHash(fields.text("blob")), fields.longInteger("bytes"));
    }
}
