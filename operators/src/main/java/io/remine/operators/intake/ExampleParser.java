package io.remine.operators.intake;

import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import io.remine.state.record.QueryId;
import io.remine.state.record.SuppliedNegative;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A record of {@code examples}, as {@link JsonWriter#example} writes it; the key is the query's id. Its position is the
 * record's own, not that of the click it once was.
 */
public final class ExampleParser implements RecordParser<Example> {

    private static final long serialVersionUID = 1L;

    @Override
    public Example parse(RawRecord raw) throws MalformedRecordException {
        String key = InputJson.key(raw);
        InputJson json = InputJson.of(raw.value());
        json.checkRepeats("query", key);
        String text = json.text("text");
        String document = json.text("document");
        String kind = json.optionalText("kind").orElse(Click.DEFAULT_KIND);
        float weight = json.optionalNumber("weight").orElse(1f);
        List<DocumentId> known = json.list("known", Example.MAX_KNOWN, DocumentId::new);
        long timeMillis = json.time("time");
        List<DocumentId> others = json.list("others", Click.MAX_OTHERS, DocumentId::new);
        OptionalInt shownAt = json.optionalPosition("shownAt");
        List<String> scopes = json.oneOrMore("scope", Query.MAX_SCOPES);
        List<SuppliedNegative> negatives = negatives(json);
        return InputJson.make(() -> new Example(
                new QueryId(key),
                text,
                new DocumentId(document),
                kind,
                weight,
                known,
                timeMillis,
                raw.position(),
                others,
                shownAt,
                scopes,
                negatives));
    }

    private static List<SuppliedNegative> negatives(InputJson json) throws MalformedRecordException {
        List<SuppliedNegative> negatives = new ArrayList<>();
        for (InputJson negative : json.objects("negatives", Example.MAX_NEGATIVES)) {
            negatives.add(NegativeParser.supplied(negative));
        }
        return negatives;
    }
}
