package io.remine.streams.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.remine.state.index.Segment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code documents.jsonl}, a line of JSON for each document: {@code id}, {@code version}, {@code text}, {@code scope} and
 * {@code attributes} (a list of values for each name) if it has them, {@code vector}.
 */
final class JsonLinesExport implements IndexExport {

    private final JsonGenerator json;

    JsonLinesExport(Path directory) throws IOException {
        json = new JsonFactory()
                .createGenerator(new BufferedOutputStream(Files.newOutputStream(directory.resolve("documents.jsonl"))));
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void add(Segment.Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", row.id().value());
        json.writeNumberField("version", row.version());
        json.writeStringField("text", row.text());
        if (row.scope().isPresent()) {
            json.writeStringField("scope", row.scope().get());
        }
        if (!row.attributes().isEmpty()) {
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, List<String>> entry :
                    row.attributes().values().entrySet()) {
                json.writeArrayFieldStart(entry.getKey());
                for (String value : entry.getValue()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeArrayFieldStart("vector");
        for (float value : row.vector()) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.close();
    }
}
