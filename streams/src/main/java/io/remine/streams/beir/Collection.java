package io.remine.streams.beir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A collection in BEIR's layout (Thakur et al. 2021): {@code corpus.jsonl}, {@code queries.jsonl}, each plain or {@code .gz},
 * and {@code qrels/SPLIT.tsv} of query id, document id and grade under a line of headings. Grades of 0 and less, and
 * judgments of documents or queries that are not in the collection, are passed over.
 */
public final class Collection {

    private final Path directory;
    private final List<Document> documents;
    private final Map<String, JsonNode> queries;

    private Collection(Path directory, List<Document> documents, Map<String, JsonNode> queries) {
        this.directory = directory;
        this.documents = Collections.unmodifiableList(documents);
        this.queries = queries;
    }

    /**
     * Reads corpus and queries.
     *
     * @throws IllegalArgumentException if a file is missing or a line is not what it should be
     */
    public static Collection read(Path directory) throws IOException {
        List<Document> documents = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        JsonLines.forEach(TextFiles.find(directory, "corpus.jsonl"), line -> {
            String id = line.text("_id");
            if (!ids.add(id)) {
                throw new IllegalArgumentException(
                        "%s, line %d: document %s is there already".formatted(line.file(), line.number(), id));
            }
            documents.add(new Document(id, (line.textOrEmpty("title") + " " + line.text("text")).strip()));
        });
        Map<String, JsonNode> queries = new LinkedHashMap<>();
        JsonLines.forEach(TextFiles.find(directory, "queries.jsonl"), line -> {
            line.text("text");
            queries.put(line.text("_id"), line.json());
        });
        return new Collection(directory, documents, queries);
    }

    /** The directory's own name. */
    public String name() {
        return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    }

    /** In the order of the file. */
    public List<Document> documents() {
        return documents;
    }

    public boolean has(String split) {
        return Files.exists(qrels(split)) || Files.exists(qrels(split + ".tsv.gz"));
    }

    /** The split's queries that have a relevant document, in the order of the queries' file. */
    public List<JudgedQuery> split(String split) throws IOException {
        Set<String> known = new HashSet<>();
        documents.forEach(document -> known.add(document.id()));
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        Path file = TextFiles.find(directory.resolve("qrels"), split + ".tsv");
        try (BufferedReader reader = TextFiles.open(file)) {
            reader.readLine(); // headings
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String[] fields = line.split("\t", -1);
                int grade = grade(fields, file, number);
                if (grade > 0 && known.contains(fields[1]) && queries.containsKey(fields[0])) {
                    grades.computeIfAbsent(fields[0], query -> new LinkedHashMap<>())
                            .put(fields[1], grade);
                }
            }
        }
        List<JudgedQuery> judged = new ArrayList<>();
        queries.forEach((id, json) -> {
            if (grades.containsKey(id)) {
                judged.add(new JudgedQuery(
                        id,
                        json.get("text").asText(),
                        grades.get(id),
                        json.path("time").asLong(0)));
            }
        });
        return judged;
    }

    private Path qrels(String name) {
        return directory.resolve("qrels").resolve(name.endsWith(".gz") ? name : name + ".tsv");
    }

    private static int grade(String[] fields, Path file, int number) {
        try {
            if (fields.length == 3) {
                return Integer.parseInt(fields[2].strip());
            }
        } catch (NumberFormatException e) {
            // said below, like a line of other fields
        }
        throw new IllegalArgumentException(
                "%s, line %d: needs query id, document id and a whole grade, separated by tabs"
                        .formatted(file, number));
    }
}
