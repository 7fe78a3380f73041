package io.remine.operators.intake;

import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import io.remine.state.record.QueryId;
import java.util.List;
import java.util.Optional;

/** A record of {@code queries}: {@code query.schema.json}; the key is the query's id, which {@code id} may repeat. */
public final class QueryParser implements RecordParser<Query> {

    private static final long serialVersionUID = 1L;

    @Override
    public Query parse(RawRecord raw) throws MalformedRecordException {
        String key = InputJson.key(raw);
        InputJson json = InputJson.of(raw.value());
        json.checkRepeats("id", key);
        String text = json.text("text");
        long timeMillis = json.time("time");
        Optional<String> user = json.optionalText("user");
        List<String> scopes = json.oneOrMore("scope", Query.MAX_SCOPES);
        List<DocumentId> impressions = json.list("impressions", Query.MAX_IMPRESSIONS, DocumentId::new);
        return InputJson.make(() -> new Query(new QueryId(key), text, timeMillis, user, scopes, impressions));
    }
}
