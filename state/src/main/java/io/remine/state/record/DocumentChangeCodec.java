package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Version 1: whether there is a text (boolean; if not it is a deletion), id (string), version (optional long), the text
 * (string) if there is one.
 */
public final class DocumentChangeCodec implements Codec<DocumentChange> {

    public static final DocumentChangeCodec INSTANCE = new DocumentChangeCodec();

    private static final long serialVersionUID = 1L;

    private DocumentChangeCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(DocumentChange value, DataOutput out) throws IOException {
        out.writeBoolean(value instanceof DocumentChange.Upsert);
        RecordFields.writeDocumentId(value.id(), out);
        RecordFields.writeOptional(value.version(), out);
        if (value instanceof DocumentChange.Upsert upsert) {
            Bounded.writeString(upsert.text(), out);
        }
    }

    @Override
    public DocumentChange readFields(int version, DataInput in) throws IOException {
        boolean upsert = in.readBoolean();
        DocumentId id = RecordFields.readDocumentId(in);
        OptionalLong documentVersion = RecordFields.readOptionalLong(in);
        return upsert
                ? new DocumentChange.Upsert(
                        id,
                        documentVersion,
                        Bounded.readString(in, "document text", 4 * DocumentChange.Upsert.MAX_TEXT_CHARS))
                : new DocumentChange.Deletion(id, documentVersion);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
