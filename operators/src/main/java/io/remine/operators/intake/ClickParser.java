package io.remine.operators.intake;

import io.remine.operators.deadletter.Reason;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.QueryId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
        OptionalInt position = position(json.optionalInteger("position"));
        float grade = json.optionalNumber("grade").orElse(1f);
        Optional<String> user = json.optionalText("user");
        return InputJson.make(
                () -> new Click(new QueryId(key), new DocumentId(document), kind, timeMillis, position, grade, user));
    }

    private static OptionalInt position(OptionalLong position) throws MalformedRecordException {
        if (position.isEmpty()) {
            return OptionalInt.empty();
        }
        long shown = position.getAsLong();
        if (shown < 0 || shown > Integer.MAX_VALUE) {
            throw new MalformedRecordException(
                    Reason.INVALID, "'position' is %d, must be 0 to %d".formatted(shown, Integer.MAX_VALUE));
        }
        return OptionalInt.of((int) shown);
    }
}
