package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** {@code openapi.json} as the promise that answers are held against. */
record OpenApiDocument(JsonNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    static OpenApiDocument parse(String json) throws IOException {
        return new OpenApiDocument(JSON.readTree(json));
    }

    Set<String> paths() {
        return names(root.get("paths"));
    }

    /** Every operation and status there is, such as {@code get /search 200}. */
    Set<String> outcomes() {
        Set<String> outcomes = new LinkedHashSet<>();
        for (String path : paths()) {
            for (String method : names(root.get("paths").get(path))) {
                names(operation(method, path).get("responses"))
                        .forEach(status -> outcomes.add(outcome(method, path, status)));
            }
        }
        return outcomes;
    }

    static String outcome(String method, String path, String status) {
        return "%s %s %s".formatted(method.toLowerCase(Locale.ROOT), path, status);
    }

    JsonNode operation(String method, String path) {
        return root.get("paths").get(path).path(method.toLowerCase(Locale.ROOT));
    }

    /** Fails unless the answer is one that is described, with the headers and the body that it is described with. */
    void check(HttpResponse<String> answer) throws IOException {
        String method = answer.request().method();
        String path = answer.uri().getPath();
        String what = outcome(method, path, Integer.toString(answer.statusCode())) + ": " + answer.body();
        JsonNode described = resolved(operation(method, path).path("responses").path("" + answer.statusCode()));
        assertThat(described.isMissingNode()).as("%s is not described", what).isFalse();
        names(described.path("headers"))
                .forEach(header -> assertThat(answer.headers().firstValue(header))
                        .as("%s of %s", header, what)
                        .isPresent());
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        JsonNode schema = described.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as("%s as %s", what, type).isFalse();
        if (type.equals("application/json")) {
            checkAgainst(schema, JSON.readTree(answer.body()), what);
        }
    }

    /** Fails unless the value is what the schema of this document says. */
    void checkAgainst(JsonNode schema, JsonNode value, String what) {
        ObjectNode whole = JSON.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", root.get("components"));
        JsonSchema judge = SCHEMAS.getSchema(whole);
        assertThat(judge.validate(value)).as(what).isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
