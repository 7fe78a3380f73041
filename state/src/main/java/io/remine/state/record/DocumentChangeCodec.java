package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Version 3: whether there is a text (boolean; if not it is a deletion), id (string), version (optional long); if there is a
 * text, the text (string), the scope (optional string) and the {@link AttributeFields attributes}. Version 2 had no attributes,
 * version 1 no scope either.
 */
public final class DocumentChangeCodec implements Codec<DocumentChange> {

    public static final DocumentChangeCodec INSTANCE = new DocumentChangeCodec();

    private static final long serialVersionUID = 1L;

    private DocumentChangeCodec() {}

    @Override
    public int version() {
        return 3;
    }

    @Override
    public void writeFields(DocumentChange value, DataOutput out) throws IOException {
        out.writeBoolean(value instanceof DocumentChange.Upsert);
        RecordFields.writeDocumentId(value.id(), out);
        RecordFields.writeOptional(value.version(), out);
        if (value instanceof DocumentChange.Upsert upsert) {
            Bounded.writeString(upsert.text(), out);
            RecordFields.writeOptional(upsert.scope(), out);
            AttributeFields.write(upsert.attributes(), out);
        }
    }

    @Override
    public DocumentChange readFields(int version, DataInput in) throws IOException {
        boolean upsert = in.readBoolean();
        DocumentId id = RecordFields.readDocumentId(in);
        OptionalLong documentVersion = RecordFields.readOptionalLong(in);
        if (!upsert) {
            return new DocumentChange.Deletion(id, documentVersion);
        }
        String text = Bounded.readString(in, "document text", 4 * DocumentChange.Upsert.MAX_TEXT_CHARS);
        Optional<String> scope =
                version >= 2 ? RecordFields.readOptional(in, "scope", Query.MAX_SCOPE_BYTES) : Optional.empty();
        Attributes attributes = version >= 3 ? AttributeFields.read(in) : Attributes.NONE;
        return new DocumentChange.Upsert(id, documentVersion, text, scope, attributes);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
