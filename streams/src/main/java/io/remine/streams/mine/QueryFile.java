package io.remine.streams.mine;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.streams.beir.Corpus;
import io.remine.streams.beir.JsonLines;
import io.remine.streams.beir.Judgments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file of one query per line: {@code _id} or {@code id}, and {@code text}. With judgments, queries without a relevant
 * document are passed over; without, a line may name its relevant documents itself: {@code positives}, a list of ids, or
 * {@code document}, one.
 */
record QueryFile(Path file, Corpus corpus, Optional<Judgments> judgments) implements Queries {

    @Override
    public void forEach(Consumer<AskedQuery> each) throws IOException {
        JsonLines.forEach(file, line -> {
            String id = line.id();
            List<String> positives =
                    judgments.map(judged -> List.copyOf(judged.of(id).keySet())).orElseGet(() -> named(line));
            String text = line.text("text");
            if (judgments.isEmpty() || !positives.isEmpty()) {
                each.accept(new AskedQuery(id, text, positives, line.place()));
            }
        });
    }

    private List<String> named(JsonLines.Line line) {
        List<String> ids = new ArrayList<>();
        if (line.json().hasNonNull("document")) {
            ids.add(line.text("document"));
        }
        JsonNode positives = line.json().path("positives");
        if (!positives.isMissingNode() && !positives.isArray()) {
            throw new IllegalArgumentException(
                    "%s: field 'positives' is %s, must be a list of document ids".formatted(line.place(), positives));
        }
        positives.forEach(id -> ids.add(id.asText()));
        for (String id : ids) {
            if (!corpus.holds(id)) {
                throw new IllegalArgumentException(
                        "%s: its document '%s' is not among the documents; add it or leave it out"
                                .formatted(line.place(), id));
            }
        }
        return ids.stream().distinct().toList();
    }
}
