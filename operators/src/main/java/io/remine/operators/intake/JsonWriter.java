package io.remine.operators.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import io.remine.state.record.SuppliedNegative;
import java.util.List;

/**
 * Values of Kafka records that the parsers of this package read back equal. The keys are the ids' UTF-8: the query's for
 * queries, clicks, negatives and examples, the document's for documents; a deletion has no value.
 */
public final class JsonWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonWriter() {}

    public static byte[] query(Query query) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("text", query.text());
        json.put("time", query.timeMillis());
        query.user().ifPresent(user -> json.put("user", user));
        putOneOrMore(json, "scope", query.scopes());
        putIds(json, "impressions", query.impressions());
        return bytes(json);
    }

    public static byte[] click(Click click) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("document", click.document().value());
        json.put("time", click.timeMillis());
        if (!click.kind().equals(Click.DEFAULT_KIND)) {
            json.put("kind", click.kind());
        }
        click.position().ifPresent(position -> json.put("position", position));
        if (click.grade() != 1f) {
            json.put("grade", click.grade());
        }
        click.user().ifPresent(user -> json.put("user", user));
        putIds(json, "others", click.others());
        return bytes(json);
    }

    public static byte[] negative(SuppliedNegative negative) {
        return bytes(put(MAPPER.createObjectNode(), negative));
    }

    public static byte[] document(DocumentChange.Upsert document) {
        ObjectNode json = MAPPER.createObjectNode();
        document.version().ifPresent(version -> json.put("version", version));
        json.put("text", document.text());
        document.scope().ifPresent(scope -> json.put("scope", scope));
        if (!document.attributes().isEmpty()) {
            ObjectNode attributes = json.putObject("attributes");
            document.attributes().values().forEach((name, values) -> putOneOrMore(attributes, name, values));
        }
        return bytes(json);
    }

    /** Everything but the position. */
    public static byte[] example(Example example) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("text", example.text());
        json.put("document", example.clicked().value());
        json.put("kind", example.kind());
        json.put("weight", example.weight());
        putIds(json, "known", example.known());
        json.put("time", example.timeMillis());
        putIds(json, "others", example.others());
        example.shownAt().ifPresent(place -> json.put("shownAt", place));
        putOneOrMore(json, "scope", example.scopes());
        if (!example.negatives().isEmpty()) {
            ArrayNode array = json.putArray("negatives");
            example.negatives().forEach(negative -> put(array.addObject(), negative));
        }
        return bytes(json);
    }

    private static ObjectNode put(ObjectNode json, SuppliedNegative negative) {
        if (negative instanceof SuppliedNegative.Stored stored) {
            json.put("document", stored.document().value());
        } else if (negative instanceof SuppliedNegative.Written written) {
            json.put("text", written.text());
        }
        return json.put("source", negative.source());
    }

    private static void putOneOrMore(ObjectNode json, String name, List<String> values) {
        if (values.size() == 1) {
            json.put(name, values.get(0));
        } else if (!values.isEmpty()) {
            ArrayNode array = json.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void putIds(ObjectNode json, String name, List<DocumentId> ids) {
        if (!ids.isEmpty()) {
            ArrayNode array = json.putArray(name);
            ids.forEach(id -> array.add(id.value()));
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("an object of strings and numbers can be written", e);
        }
    }
}
