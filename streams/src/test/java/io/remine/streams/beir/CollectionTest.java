package io.remine.streams.beir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void aSmallCollection() throws IOException {
        write("corpus.jsonl", "{'_id':'d1','title':'Banks','text':'of rivers'}\n{'_id':'d2','text':'of money'}\n");
        write("queries.jsonl", "{'_id':'q1','text':'river','time':5}\n{'_id':'q2','text':'money'}\n");
        write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq2\td2\t1\nq1\td1\t2\nq1\td2\t1\n");
    }

    @Test
    void aDocumentIsItsTitleAndItsText() throws IOException {
        assertThat(Collection.read(directory).documents())
                .containsExactly(new Document("d1", "Banks of rivers"), new Document("d2", "of money"));
    }

    @Test
    void aSplitHasItsJudgedQueriesInTheOrderOfTheirFileWithTheirGrades() throws IOException {
        assertThat(Collection.read(directory).split("test"))
                .containsExactly(
                        new JudgedQuery("q1", "river", Map.of("d1", 2, "d2", 1), 5),
                        new JudgedQuery("q2", "money", Map.of("d2", 1), 0));
    }

    @Test
    void compressedFilesAreReadLikePlainOnes() throws IOException {
        Collection plain = Collection.read(directory);
        for (String name : new String[] {"corpus.jsonl", "queries.jsonl", "qrels/test.tsv"}) {
            compress(name);
        }

        Collection compressed = Collection.read(directory);

        assertThat(compressed.documents()).isEqualTo(plain.documents());
        assertThat(compressed.has("test")).isTrue();
        assertThat(compressed.split("test")).isEqualTo(plain.split("test"));
    }

    @Test
    void aSplitMayBeMissing() throws IOException {
        Collection collection = Collection.read(directory);

        assertThat(collection.has("test")).isTrue();
        assertThat(collection.has("dev")).isFalse();
        assertThatThrownBy(() -> collection.split("dev")).hasMessageContaining("dev.tsv");
    }

    @Test
    void gradesOfZeroAndLessAndJudgmentsOfWhatIsNotThereAreNone() throws IOException {
        write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t0\nq1\td2\t-1\nq2\td2\t1\nq2\tdx\t1\nqx\td1\t1\n");

        assertThat(Collection.read(directory).split("test"))
                .containsExactly(new JudgedQuery("q2", "money", Map.of("d2", 1), 0));
    }

    @Test
    void lineEndsOfOtherSystemsAndEmptyLinesArePassedOver() throws IOException {
        write("corpus.jsonl", "{'_id':'d1','text':'a'}\r\n\r\n{'_id':'d2','text':'b'}\r\n");
        write("qrels/test.tsv", "query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\n");

        Collection collection = Collection.read(directory);

        assertThat(collection.documents()).hasSize(2);
        assertThat(collection.split("test")).hasSize(1);
    }

    @Test
    void aBadLineIsNamedWithItsFileAndNumber() throws IOException {
        write("corpus.jsonl", "{'_id':'d1','text':'a'}\n{'_id':'d2'}\n");
        assertThatThrownBy(() -> Collection.read(directory)).hasMessageContainingAll("corpus.jsonl, line 2", "'text'");

        write("corpus.jsonl", "{'_id':'d1','text':'a'}\nnothing\n");
        assertThatThrownBy(() -> Collection.read(directory)).hasMessageContainingAll("corpus.jsonl, line 2", "JSON");

        write("corpus.jsonl", "{'_id':'d1','text':'a'}\n{'_id':'d1','text':'b'}\n");
        assertThatThrownBy(() -> Collection.read(directory))
                .hasMessageContainingAll("corpus.jsonl, line 2", "document d1 is there already", "an id of its own");
    }

    @Test
    void aQueryWhoseIdIsThereAlreadyIsRefusedRatherThanPutInItsPlace() throws IOException {
        write("queries.jsonl", "{'_id':'q1','text':'river'}\n\n{'_id':'q1','text':'money'}\n");

        assertThatThrownBy(() -> Collection.read(directory))
                .hasMessageContainingAll("queries.jsonl, line 3", "query q1 is there already", "an id of its own");
    }

    @Test
    void aBadJudgmentIsNamedWithItsFileAndNumber() throws IOException {
        Collection collection = Collection.read(directory);

        for (String bad : new String[] {"q1\td1", "q1\td1\tmuch", "q1 d1 1", "q1\t0\td1\t1"}) {
            write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq2\td2\t1\n" + bad + "\n");
            assertThatThrownBy(() -> collection.split("test"))
                    .as(bad)
                    .hasMessageContainingAll("test.tsv, line 3", "tabs");
        }
    }

    @Test
    void aMissingFileIsNamedInBothItsForms() throws IOException {
        Files.delete(directory.resolve("queries.jsonl"));

        assertThatThrownBy(() -> Collection.read(directory))
                .hasMessageContainingAll("queries.jsonl", "queries.jsonl.gz");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace('\'', '"'));
    }

    private void compress(String name) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(name + ".gz")))) {
            out.write(Files.readString(file).getBytes(StandardCharsets.UTF_8));
        }
        Files.delete(file);
    }
}
