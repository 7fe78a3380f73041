package io.remine.state.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;

/** Points at a published segment and says how many documents it holds and deletes. */
public record SegmentRef(BlobRef blob, int rows, int deletions) {

    public SegmentRef {
        Segment.check("rows", rows, 0, Segment.MAX_ROWS);
        Segment.check("deletions", deletions, 0, Segment.MAX_ROWS);
    }

    void writeTo(ObjectNode json) {
        json.put("blob", blob.hash().hex())
                .put("bytes", blob.bytes())
                .put("rows", rows)
                .put("deletions", deletions);
    }

    static SegmentRef read(JsonFields fields) throws CorruptDataException {
        return new SegmentRef(
                new BlobRef(new BlobHash(fields.text("blob")), fields.longInteger("bytes")),
                fields.integer("rows"),
                fields.integer("deletions"));
    }
}
