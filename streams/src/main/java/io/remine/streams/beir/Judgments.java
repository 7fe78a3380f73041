package io.remine.streams.beir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which documents are relevant to which query: a file of query id, document id and grade, separated by tabs, under a line of
 * headings. Grades of 0 and less, and documents that are not in the corpus, are passed over.
 */
public final class Judgments {

    private final Map<String, Map<String, Integer>> grades;

    private Judgments(Map<String, Map<String, Integer>> grades) {
        this.grades = grades;
    }

    /**
     * Reads all of them.
     *
     * @throws IllegalArgumentException if a line is no judgment
     */
    public static Judgments read(Path file, Corpus corpus) throws IOException {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        try (BufferedReader reader = TextFiles.open(file)) {
            reader.readLine(); // headings
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String[] fields = line.split("\t", -1);
                int grade = grade(fields, file, number);
                if (grade > 0 && corpus.holds(fields[1])) {
                    grades.computeIfAbsent(fields[0], query -> new LinkedHashMap<>())
                            .put(fields[1], grade);
                }
            }
        }
        return new Judgments(grades);
    }

    /** The documents relevant to the query with their grades, above 0, in the order of the file; empty if there is none. */
    public Map<String, Integer> of(String query) {
        return grades.getOrDefault(query, Map.of());
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
