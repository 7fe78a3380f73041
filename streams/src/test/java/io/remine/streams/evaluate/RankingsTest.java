package io.remine.streams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.streams.beir.CorpusIndex;
import io.remine.streams.beir.Document;
import io.remine.streams.beir.JudgedQuery;
import io.remine.streams.generation.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankingsTest {

    @TempDir
    private Path directory;

    @Test
    void scoresFallAndEqualScoresAreOrderedByFallingDocumentIdAsTrecEvalDoes() throws IOException {
        List<Document> documents = List.of(
                new Document("d1", "river"),
                new Document("d3", "river"),
                new Document("d10", "river"),
                new Document("d2", "river"),
                new Document("d4", "a wholly different sentence about money"));
        List<JudgedQuery> queries = List.of(new JudgedQuery("q", "river", Map.of("d1", 1), 0));
        EncoderSource source = ModelSource.load("random:3");

        List<TestSearch.Found> ranking;
        try (Encoder encoder = new Encoder(source, Trainable.parse("all"));
                IndexView index = CorpusIndex.open(documents, source, encoder, directory, done -> {})) {
            ranking = TestSearch.search(encoder, index, queries, 10).get(0);
        }

        assertThat(TestSearch.ids(List.of(ranking))).containsExactly(List.of("d3", "d2", "d10", "d1", "d4"));
        assertThat(ranking.get(0).score())
                .isEqualTo(ranking.get(3).score())
                .isGreaterThan(ranking.get(4).score());
    }

    /** Grades 2 and 1 at ranks 2 and 1: (1 + 2 / log2 3) over (2 + 1 / log2 3); and nothing found. */
    @Test
    void measuresAreThoseOfEveryQueryAndTheirMeans() {
        List<JudgedQuery> queries = List.of(
                new JudgedQuery("q1", "one", Map.of("a", 2, "b", 1), 0),
                new JudgedQuery("q2", "two", Map.of("x", 1), 0));

        Measures measures = Measures.of(queries, List.of(List.of("b", "a", "c"), List.of("a", "b")));

        assertThat(measures.ndcg10()[0]).isCloseTo(2.2618595 / 2.6309298, within(1e-7));
        assertThat(measures.ndcg10()[1]).isZero();
        assertThat(measures.meanMrr10()).isEqualTo(0.5);
        assertThat(measures.meanRecall100()).isEqualTo(0.5);
    }

    @Test
    void aRunHasTheSixColumnsOfTrec() throws IOException {
        Path file = directory.resolve("run.txt");

        TrecRun.write(
                file,
                List.of(new JudgedQuery("q1", "one", Map.of("a", 1), 0)),
                List.of(List.of(new TestSearch.Found("b", 0.75f), new TestSearch.Found("a", -0.5f))),
                "remine-adore");

        assertThat(Files.readAllLines(file))
                .containsExactly("q1 Q0 b 1 0.75 remine-adore", "q1 Q0 a 2 -0.5 remine-adore");
    }
}
