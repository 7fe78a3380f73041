package io.remine.streams.collect;

import io.remine.operators.intake.ClickParser;
import io.remine.operators.intake.InputJson;
import io.remine.operators.intake.MalformedRecordException;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.intake.RawRecord;
import io.remine.operators.intake.RecordParser;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Click;
import io.remine.state.record.Query;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The values of {@code queries} and {@code clicks}, read by the jobs' own parsers. What is the record's key on a topic is a field
 * here: {@code id} of a query, made up if it is absent, and {@code query} of a click. Without {@code time} it is now.
 */
public final class CollectedRecords {

    /** Of a record that is on no topic yet. */
    private static final InputPosition NOWHERE = new InputPosition("collected", 0, 0);

    private CollectedRecords() {}

    public static Query query(InputJson json, long nowMillis) throws MalformedRecordException {
        String id = json.optionalText("id").orElseGet(() -> UUID.randomUUID().toString());
        return parse(new QueryParser(), id, json, nowMillis);
    }

    public static Click click(InputJson json, long nowMillis) throws MalformedRecordException {
        return parse(new ClickParser(), json.text("query"), json, nowMillis);
    }

    private static <T> T parse(RecordParser<T> parser, String key, InputJson json, long nowMillis)
            throws MalformedRecordException {
        byte[] value = json.withDefault("time", nowMillis).toJson();
        return parser.parse(new RawRecord(NOWHERE, nowMillis, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
