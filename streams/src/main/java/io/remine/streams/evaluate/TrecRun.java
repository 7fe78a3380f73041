package io.remine.streams.evaluate;

import io.remine.streams.beir.JudgedQuery;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run in TREC's format: query id, Q0, document id, rank from 1, score, name of the run. */
final class TrecRun {

    private TrecRun() {}

    static void write(Path file, List<JudgedQuery> queries, List<List<TestSearch.Found>> rankings, String name)
            throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int query = 0; query < queries.size(); query++) {
                int rank = 0;
                for (TestSearch.Found found : rankings.get(query)) {
                    out.write("%s Q0 %s %d %s %s%n"
                            .formatted(queries.get(query).id(), found.document(), ++rank, found.score(), name));
                }
            }
        }
    }
}
