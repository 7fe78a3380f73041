package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.streams.beir.Collection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NegativesTaskTest {

    @TempDir
    private Path directory;

    @Test
    void madeTextsAreWrittenWithWhatAnswersThem() throws IOException {
        SyntheticTask made = new SyntheticTask(4, new TextLength(3, 0), 7);
        NegativesTask task = NegativesTask.synthetic(made, new TextLength(2, 0), 2, directory);
        SyntheticTask.Question second = made.question(1, new TextLength(2, 0));
        assertThat(task.documentFile()).content().hasLineCount(4).contains(made.document(3));
        assertThat(Files.readAllLines(task.queryFile()))
                .hasSize(2)
                .last()
                .isEqualTo("{\"_id\":\"q1\",\"text\":\"%s\",\"positives\":[\"d%d\"]}"
                        .formatted(second.text(), second.document()));
    }

    @Test
    void ofACollectionQueriesAreTakenWhosePositivesAreAllThere() throws IOException {
        Path collection = Files.createDirectory(directory.resolve("collection"));
        Files.writeString(
                collection.resolve("corpus.jsonl"),
                """
                {"_id": "a", "text": "river"}
                {"_id": "b", "text": "bank"}
                {"_id": "c", "text": "sea"}
                """);
        Files.writeString(
                collection.resolve("queries.jsonl"),
                """
                {"_id": "1", "text": "deep water"}
                {"_id": "2", "text": "money"}
                """);
        Files.createDirectory(collection.resolve("qrels"));
        Files.writeString(collection.resolve("qrels/train.tsv"), "query\tdocument\tscore\n1\ta\t1\n1\tc\t1\n2\tb\t1\n");
        Collection read = Collection.read(collection);

        NegativesTask task = NegativesTask.of(read, 100, 2, directory);
        assertThat(task.queries()).isEqualTo(1);
        assertThat(task.documents()).isEqualTo(2);
        assertThat(task.queryFile()).content().contains("money").doesNotContain("deep water");
        assertThat(NegativesTask.of(read, 100, 3, directory).queries()).isEqualTo(2);
        assertThatThrownBy(() -> NegativesTask.of(read, 100, 1, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raise --documents");
    }

    @Test
    void bothSidesAreComparedByWhatEitherFound() {
        assertThat(NegativesBench.common(Set.of(1, 2, 3), Set.of(2, 3, 4))).isEqualTo(0.5);
        assertThat(NegativesBench.common(Set.of(), Set.of())).isEqualTo(1);
    }

    @Test
    void ratiosAreOursByThePeers() throws IOException {
        NegativesTask task = new NegativesTask(directory, directory, 20, 30);
        MeasuredProcess ours = new MeasuredProcess(10, 300);
        NegativesFigures.OfPeer peer = new NegativesFigures.OfPeer("peer", new MeasuredProcess(40, 1200), 0.999);
        assertThat(new NegativesFigures(task, ours, Optional.of(peer)).toJson())
                .containsEntry("timeRatio", 0.25)
                .containsEntry("speedRatio", 4.0)
                .containsEntry("memoryRatio", 0.25)
                .containsEntry("commonTriplets", 0.999);
        assertThat(new NegativesFigures(task, ours, Optional.empty()).toJson()).doesNotContainKey("timeRatio");
    }
}
