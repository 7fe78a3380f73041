package io.remine.operators.intake;

import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.QueryId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A record of {@code clicks}: {@code click.schema.json}; the key is the query's id, which {@code query} may repeat. */
public final class ClickParser implements RecordParser<Click> {

    private static final long serialVersionUID = 1L;

    @Override
    public Click parse(RawRecord raw) throws MalformedRecordException {
        String key = InputJson.key(raw);
        InputJson json = InputJson.of(raw.value());
        json.checkRepeats("query", key);
        String document = json.text("document");
        String kind = json.optionalText("kind").orElse(Click.DEFAULT_KIND);
        long timeMillis = json.time("time");
        OptionalInt position = json.optionalPosition("position");
        float grade = json.optionalNumber("grade").orElse(1f);
        Optional<String> user = json.optionalText("user");
        List<DocumentId> others = json.list("others", Click.MAX_OTHERS, DocumentId::new);
        return InputJson.make(() ->
                new Click(new QueryId(key), new DocumentId(document), kind, timeMillis, position, grade, user, others));
    }
}
