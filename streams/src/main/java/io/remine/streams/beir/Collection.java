package io.remine.streams.beir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A collection in BEIR's layout (Thakur et al. 2021): {@code corpus.jsonl}, {@code queries.jsonl}, each plain or {@code .gz},
 * and {@code qrels/SPLIT.tsv} of query id, document id and grade under a line of headings. Grades of 0 and less, and
 * judgments of documents or queries that are not in the collection, are passed over.
 */
public final class Collection {

    private final Path directory;
    private final Corpus corpus;
    private final Map<String, JsonNode> queries;

    private Collection(Path directory, Corpus corpus, Map<String, JsonNode> queries) {
        this.directory = directory;
        this.corpus = corpus;
        this.queries = queries;
    }

    /**
     * Reads corpus and queries.
     *
     * @throws IllegalArgumentException if a file is missing, a line is not what it should be, or an id stands twice
     */
    public static Collection read(Path directory) throws IOException {
        Corpus corpus = Corpus.read(TextFiles.find(directory, "corpus.jsonl"));
        Map<String, JsonNode> queries = new LinkedHashMap<>();
        JsonLines.forEach(TextFiles.find(directory, "queries.jsonl"), line -> {
            line.text("text");
            if (queries.putIfAbsent(line.id(), line.json()) != null) {
                throw new IllegalArgumentException(
                        "%s: query %s is there already; leave one of them out or give it an id of its own"
                                .formatted(line.place(), line.id()));
            }
        });
        return new Collection(directory, corpus, queries);
    }

    /** The directory's own name. */
    public String name() {
        return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    }

    /** In the order of the file. */
    public List<Document> documents() {
        return corpus.documents();
    }

    public boolean has(String split) {
        return Files.exists(qrels(split)) || Files.exists(qrels(split + ".tsv.gz"));
    }

    /** The split's queries that have a relevant document, in the order of the queries' file. */
    public List<JudgedQuery> split(String split) throws IOException {
        Judgments judgments = Judgments.read(TextFiles.find(directory.resolve("qrels"), split + ".tsv"), corpus);
        List<JudgedQuery> judged = new ArrayList<>();
        queries.forEach((id, json) -> {
            Map<String, Integer> grades = judgments.of(id);
            if (!grades.isEmpty()) {
                judged.add(new JudgedQuery(
                        id, json.get("text").asText(), grades, json.path("time").asLong(0)));
            }
        });
        return judged;
    }

    private Path qrels(String name) {
        return directory.resolve("qrels").resolve(name.endsWith(".gz") ? name : name + ".tsv");
    }
}
