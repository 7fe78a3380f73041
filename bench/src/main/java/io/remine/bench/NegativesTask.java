package io.remine.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.streams.beir.Collection;
import io.remine.streams.beir.Document;
import io.remine.streams.beir.JudgedQuery;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * What both sides mine: files of one JSON object per line, {@code _id}, {@code text} and of a query its {@code positives}.
 *
 * @param queries how many are in the file
 * @param documents how many are in the file
 */
record NegativesTask(Path queryFile, Path documentFile, int queries, int documents) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Query(String id, String text, Set<String> positives) {}

    /** The task's documents, and as many queries, each with the document that answers it. */
    static NegativesTask synthetic(SyntheticTask task, TextLength ofQueries, int queries, Path directory)
            throws IOException {
        return write(
                directory,
                queries,
                number -> {
                    SyntheticTask.Question question = task.question(number, ofQueries);
                    return new Query("q" + number, question.text(), Set.of("d" + question.document()));
                },
                task.documents(),
                number -> new Document("d" + number, task.document(number)));
    }

    /** The first documents of a collection, and the first train queries whose relevant documents are all among them. */
    static NegativesTask of(Collection collection, int mostQueries, int mostDocuments, Path directory)
            throws IOException {
        List<Document> documents = collection
                .documents()
                .subList(0, Math.min(mostDocuments, collection.documents().size()));
        Set<String> ids = documents.stream().map(Document::id).collect(Collectors.toCollection(HashSet::new));
        List<JudgedQuery> queries = collection.split("train").stream()
                .filter(query -> ids.containsAll(query.grades().keySet()))
                .limit(mostQueries)
                .toList();
        if (queries.isEmpty()) {
            throw new IllegalArgumentException(
                    "no train query of %s has all its relevant documents among the first %d; raise --documents"
                            .formatted(collection.name(), mostDocuments));
        }
        return write(
                directory,
                queries.size(),
                number -> new Query(
                        queries.get(number).id(),
                        queries.get(number).text(),
                        queries.get(number).grades().keySet()),
                documents.size(),
                documents::get);
    }

    private static NegativesTask write(
            Path directory, int queries, IntFunction<Query> query, int documents, IntFunction<Document> document)
            throws IOException {
        Path queryFile = directory.resolve("queries.jsonl");
        Path documentFile = directory.resolve("documents.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(queryFile)) {
            for (int i = 0; i < queries; i++) {
                Query next = query.apply(i);
                ObjectNode line = line(next.id(), next.text());
                ArrayNode positives = line.putArray("positives");
                next.positives().forEach(positives::add);
                out.write(line + "\n");
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(documentFile)) {
            for (int i = 0; i < documents; i++) {
                Document next = document.apply(i);
                out.write(line(next.id(), next.text()) + "\n");
            }
        }
        return new NegativesTask(queryFile, documentFile, queries, documents);
    }

    private static ObjectNode line(String id, String text) {
        return JSON.createObjectNode().put("_id", id).put("text", text);
    }
}
