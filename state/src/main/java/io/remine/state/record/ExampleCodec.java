package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.lineage.LineageCodecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Version 1: query id, text, clicked id, kind (strings), weight (float), known ids (list of strings), time (long),
 * position. Strings are a length in bytes (int) and UTF-8.
 */
public final class ExampleCodec implements Codec<Example> {

    public static final ExampleCodec INSTANCE = new ExampleCodec();

    private static final long serialVersionUID = 1L;
    private static final int MAX_TEXT_BYTES = 4 * Query.MAX_TEXT_CHARS;

    private ExampleCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(Example example, DataOutput out) throws IOException {
        Bounded.writeString(example.query().value(), out);
        Bounded.writeString(example.text(), out);
        Bounded.writeString(example.clicked().value(), out);
        Bounded.writeString(example.kind(), out);
        out.writeFloat(example.weight());
        Bounded.writeList(example.known(), out, (id, o) -> Bounded.writeString(id.value(), o));
        out.writeLong(example.timeMillis());
        LineageCodecs.writePosition(example.position(), out);
    }

    @Override
    public Example readFields(int version, DataInput in) throws IOException {
        QueryId query = new QueryId(Bounded.readString(in, "query id", QueryId.MAX_BYTES));
        String text = Bounded.readString(in, "query text", MAX_TEXT_BYTES);
        DocumentId clicked = readDocumentId(in);
        String kind = Bounded.readString(in, "kind", Click.MAX_KIND_BYTES);
        float weight = in.readFloat();
        List<DocumentId> known = Bounded.readList(in, "known", Example.MAX_KNOWN, ExampleCodec::readDocumentId);
        return new Example(query, text, clicked, kind, weight, known, in.readLong(), LineageCodecs.readPosition(in));
    }

    private static DocumentId readDocumentId(DataInput in) throws IOException {
        return new DocumentId(Bounded.readString(in, "document id", DocumentId.MAX_BYTES));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
