package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.LineageCodecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Version 2: query id, text, clicked id, kind (strings), weight (float), known ids (list of strings), time (long),
 * position, other ids (list of strings), where it was shown (optional int), scopes (list of strings), negatives (list, each
 * as its codec writes it with its version). Version 1 ended with the position. Strings are a length in bytes (int) and
 * UTF-8.
 */
public final class ExampleCodec implements Codec<Example> {

    public static final ExampleCodec INSTANCE = new ExampleCodec();

    private static final long serialVersionUID = 1L;
    private static final int MAX_TEXT_BYTES = 4 * Query.MAX_TEXT_CHARS;

    private ExampleCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(Example example, DataOutput out) throws IOException {
        RecordFields.writeQueryId(example.query(), out);
        Bounded.writeString(example.text(), out);
        RecordFields.writeDocumentId(example.clicked(), out);
        Bounded.writeString(example.kind(), out);
        out.writeFloat(example.weight());
        Bounded.writeList(example.known(), out, RecordFields::writeDocumentId);
        out.writeLong(example.timeMillis());
        LineageCodecs.writePosition(example.position(), out);
        Bounded.writeList(example.others(), out, RecordFields::writeDocumentId);
        RecordFields.writeOptional(example.shownAt(), out);
        RecordFields.writeScopes(example.scopes(), out);
        Bounded.writeList(example.negatives(), out, SuppliedNegativeCodec.INSTANCE::write);
    }

    @Override
    public Example readFields(int version, DataInput in) throws IOException {
        QueryId query = RecordFields.readQueryId(in);
        String text = Bounded.readString(in, "query text", MAX_TEXT_BYTES);
        DocumentId clicked = RecordFields.readDocumentId(in);
        String kind = Bounded.readString(in, "kind", Click.MAX_KIND_BYTES);
        float weight = in.readFloat();
        List<DocumentId> known = Bounded.readList(in, "known", Example.MAX_KNOWN, RecordFields::readDocumentId);
        long timeMillis = in.readLong();
        InputPosition position = LineageCodecs.readPosition(in);
        if (version == 1) {
            return new Example(query, text, clicked, kind, weight, known, timeMillis, position);
        }
        return new Example(
                query,
                text,
                clicked,
                kind,
                weight,
                known,
                timeMillis,
                position,
                Bounded.readList(in, "others", Click.MAX_OTHERS, RecordFields::readDocumentId),
                RecordFields.readOptionalInt(in),
                RecordFields.readScopes(in),
                Bounded.readList(in, "negatives", Example.MAX_NEGATIVES, SuppliedNegativeCodec.INSTANCE::read));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
