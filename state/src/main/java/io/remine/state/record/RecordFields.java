package io.remine.state.record;

import io.remine.state.codec.Bounded;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Fields that the codecs of several records share. An optional field is a boolean and, if true, the value. */
final class RecordFields {

    private RecordFields() {}

    static void writeQueryId(QueryId id, DataOutput out) throws IOException {
        Bounded.writeString(id.value(), out);
    }

    static QueryId readQueryId(DataInput in) throws IOException {
        return new QueryId(Bounded.readString(in, "query id", QueryId.MAX_BYTES));
    }

    static void writeDocumentId(DocumentId id, DataOutput out) throws IOException {
        Bounded.writeString(id.value(), out);
    }

    static DocumentId readDocumentId(DataInput in) throws IOException {
        return new DocumentId(Bounded.readString(in, "document id", DocumentId.MAX_BYTES));
    }

    static void writeScopes(List<String> scopes, DataOutput out) throws IOException {
        Bounded.writeList(scopes, out, Bounded::writeString);
    }

    static List<String> readScopes(DataInput in) throws IOException {
        return Bounded.readList(
                in, "scopes", Query.MAX_SCOPES, i -> Bounded.readString(i, "scope", Query.MAX_SCOPE_BYTES));
    }

    static void writeOptional(Optional<String> text, DataOutput out) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            Bounded.writeString(text.get(), out);
        }
    }

    static Optional<String> readOptional(DataInput in, String what, int limitBytes) throws IOException {
        return in.readBoolean() ? Optional.of(Bounded.readString(in, what, limitBytes)) : Optional.empty();
    }

    static void writeOptional(OptionalInt number, DataOutput out) throws IOException {
        out.writeBoolean(number.isPresent());
        if (number.isPresent()) {
            out.writeInt(number.getAsInt());
        }
    }

    static OptionalInt readOptionalInt(DataInput in) throws IOException {
        return in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    }

    static void writeOptional(OptionalLong number, DataOutput out) throws IOException {
        out.writeBoolean(number.isPresent());
        if (number.isPresent()) {
            out.writeLong(number.getAsLong());
        }
    }

    static OptionalLong readOptionalLong(DataInput in) throws IOException {
        return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
    }
}
