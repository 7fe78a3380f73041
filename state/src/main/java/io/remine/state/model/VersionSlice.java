package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import java.util.Optional;

/**
 * One slice of a version.
 *
 * @param slice its number
 * @param update blob with the bit difference to the parent's slice
 * @param full blob with the slice itself, now and then, so that a reader need not begin at the first version
 * @param sha256 of the slice after the update
 */
public record VersionSlice(int slice, BlobRef update, Optional<BlobRef> full, ParameterHash sha256) {

    void writeTo(ObjectNode json) {
        json.put("slice", slice).put("updateBlob", update.hash().hex()).put("updateBytes", update.bytes());
        full.ifPresent(blob -> json.put("fullBlob", blob.hash().hex()).put("fullBytes", blob.bytes()));
        json.put("sha256", sha256.hex());
    }

    static VersionSlice read(JsonFields fields) throws CorruptDataException {
        Optional<BlobRef> full =
                fields.has("fullBlob") ? Optional.of(blob(fields, "fullBlob", "fullBytes")) : Optional.empty();
        return new VersionSlice(
                fields.integer("slice"),
                blob(fields, "updateBlob", "updateBytes"),
                full,
                new ParameterHash(fields.text("sha256")));
    }

    private static BlobRef blob(JsonFields fields, String hash, String bytes) throws CorruptDataException {
        return new BlobRef(new BlobHash(fields.text(hash)), fields.longInteger(bytes));
    }
}
