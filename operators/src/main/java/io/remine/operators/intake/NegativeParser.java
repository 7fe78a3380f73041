package io.remine.operators.intake;

import io.remine.operators.deadletter.Reason;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Negative;
import io.remine.state.record.QueryId;
import io.remine.state.record.SuppliedNegative;
import java.util.Optional;

/**
 * A record of {@code negatives}: {@code negative.schema.json}; the key is the query's id, which {@code query} may repeat.
 */
public final class NegativeParser implements RecordParser<Negative> {

    private static final long serialVersionUID = 1L;

    @Override
    public Negative parse(RawRecord raw) throws MalformedRecordException {
        String key = InputJson.key(raw);
        InputJson json = InputJson.of(raw.value());
        json.checkRepeats("query", key);
        SuppliedNegative supplied = supplied(json);
        return InputJson.make(() -> new Negative(new QueryId(key), supplied));
    }

    /** The fields {@code document} or {@code text}, and {@code source}. */
    static SuppliedNegative supplied(InputJson json) throws MalformedRecordException {
        Optional<String> document = json.optionalText("document");
        Optional<String> text = json.optionalText("text");
        String source = json.text("source");
        if (document.isPresent() && text.isPresent()) {
            throw new MalformedRecordException(
                    Reason.INVALID,
                    "both 'document' and 'text'; send the document's id, or a text that is no document");
        }
        if (document.isEmpty() && text.isEmpty()) {
            throw new MalformedRecordException(Reason.MISSING, "neither 'document' nor 'text'; one is required");
        }
        return InputJson.make(() -> document.isPresent()
                ? new SuppliedNegative.Stored(new DocumentId(document.get()), source)
                : new SuppliedNegative.Written(text.get(), source));
    }
}
