package io.remine.operators.indexing;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.index.Segment;
import io.remine.state.record.AttributeFields;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.Query;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Version 4: version (long), whether it is live (boolean) and if so its text (string), whether it has a scope (boolean) and if
 * so its scope (string), its {@link AttributeFields attributes}, length of the vector (int) and its halves (short each),
 * since when it is deleted (long). Version 3 did not say when, version 2 had no attributes, version 1 nothing about a scope either.
 */
final class StoredDocumentCodec implements Codec<StoredDocument> {

    static final StoredDocumentCodec INSTANCE = new StoredDocumentCodec();

    private static final long serialVersionUID = 1L;

    private StoredDocumentCodec() {}

    @Override
    public int version() {
        return 4;
    }

    @Override
    public void writeFields(StoredDocument document, DataOutput out) throws IOException {
        out.writeLong(document.version());
        out.writeBoolean(document.isLive());
        if (document.text().isPresent()) {
            Bounded.writeString(document.text().get(), out);
        }
        out.writeBoolean(document.scope().isPresent());
        if (document.scope().isPresent()) {
            Bounded.writeString(document.scope().get(), out);
        }
        AttributeFields.write(document.attributes(), out);
        out.writeInt(document.vector().length);
        for (short half : document.vector()) {
            out.writeShort(half);
        }
        out.writeLong(document.deletedMillis());
    }

    @Override
    public StoredDocument readFields(int version, DataInput in) throws IOException {
        long documentVersion = in.readLong();
        Optional<String> text = in.readBoolean()
                ? Optional.of(Bounded.readString(in, "document text", 4 * DocumentChange.Upsert.MAX_TEXT_CHARS))
                : Optional.empty();
        Optional<String> scope = version >= 2 && in.readBoolean()
                ? Optional.of(Bounded.readString(in, "scope", Query.MAX_SCOPE_BYTES))
                : Optional.empty();
        Attributes attributes = version >= 3 ? AttributeFields.read(in) : Attributes.NONE;
        short[] vector = new short[Bounded.readLength(in, "vector", Segment.MAX_DIMENSION)];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readShort();
        }
        long deletedMillis = version >= 4 ? in.readLong() : StoredDocument.UNKNOWN;
        return new StoredDocument(documentVersion, text, scope, attributes, vector, deletedMillis);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
