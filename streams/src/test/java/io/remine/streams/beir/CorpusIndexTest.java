package io.remine.streams.beir;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.streams.generation.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusIndexTest {

    private static final List<Document> DOCUMENTS = List.of(new Document("b", "river"), new Document("a", "money"));

    @TempDir
    private Path cache;

    @Test
    void whatWasEncodedOnceIsReadAgain() throws IOException {
        assertThat(encoded("random:1", DOCUMENTS)).isEqualTo(2);
        assertThat(encoded("random:1", DOCUMENTS)).isZero();
    }

    @Test
    void anotherTextAnotherIdAndAnotherEncoderAreEncoded() throws IOException {
        encoded("random:1", DOCUMENTS);

        assertThat(encoded("random:1", List.of(DOCUMENTS.get(0), new Document("a", "coins"))))
                .isEqualTo(2);
        assertThat(encoded("random:1", List.of(DOCUMENTS.get(0), new Document("c", "money"))))
                .isEqualTo(2);
        assertThat(encoded("random:2", DOCUMENTS)).isEqualTo(2);
        assertThat(encoded("random:1", DOCUMENTS)).isZero();
    }

    @Test
    void aFileCutShortIsNoticedAndWrittenAgain() throws IOException {
        encoded("random:1", DOCUMENTS);
        Path file = onlySegment();
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, 5, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(encoded("random:1", DOCUMENTS)).as("%d bytes", length).isEqualTo(2);
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void aFlippedBitIsNoticedAndTheFileWrittenAgain() throws IOException {
        encoded("random:1", DOCUMENTS);
        Path file = onlySegment();
        byte[] whole = Files.readAllBytes(file);

        for (int at : new int[] {0, whole.length / 2, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            assertThat(encoded("random:1", DOCUMENTS)).as("byte %d", at).isEqualTo(2);
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void aFileWithoutADigestIsGivenOneWhenItIsReadFirst() throws IOException {
        encoded("random:1", DOCUMENTS);
        Path file = onlySegment();
        Path digest = Path.of(file + ".sha256");
        String written = Files.readString(digest);
        Files.delete(digest);

        assertThat(encoded("random:1", DOCUMENTS)).isZero();
        assertThat(digest).hasContent(written);

        Files.writeString(digest, "0".repeat(64));
        assertThat(encoded("random:1", DOCUMENTS)).as("another digest").isEqualTo(2);
        assertThat(digest).hasContent(written);
    }

    @Test
    void aLargeCorpusIsKeptInSegmentsAndOnlyTheMissingOneIsEncodedAgain() throws IOException {
        List<Document> documents = IntStream.range(0, 4_100)
                .mapToObj(number -> new Document("d" + number, "text " + number))
                .toList();
        encoded("random:1", documents);
        List<Path> segments = segments();
        assertThat(segments).hasSize(2);
        FileTime written = Files.getLastModifiedTime(segments.get(0));

        Files.delete(segments.get(1));
        assertThat(encoded("random:1", documents)).isEqualTo(4_100);
        assertThat(segments()).isEqualTo(segments);
        assertThat(Files.getLastModifiedTime(segments.get(0))).isEqualTo(written);
        assertThat(encoded("random:1", documents)).isZero();
    }

    /** Opens the index, checks that it holds the documents, and says how many were encoded for it. */
    private long encoded(String model, List<Document> documents) throws IOException {
        EncoderSource source = ModelSource.load(model);
        long[] encoded = {0};
        try (Encoder encoder = new Encoder(source, Trainable.parse("all"));
                IndexView index = CorpusIndex.open(documents, source, encoder, cache, done -> encoded[0] = done)) {
            assertThat(index.rows()).isEqualTo(documents.size());
            for (int row = 0; row < documents.size(); row++) {
                assertThat(index.id(row).value()).isEqualTo(documents.get(row).id());
            }
        }
        return encoded[0];
    }

    private Path onlySegment() throws IOException {
        assertThat(segments()).hasSize(1);
        return segments().get(0);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }
}
