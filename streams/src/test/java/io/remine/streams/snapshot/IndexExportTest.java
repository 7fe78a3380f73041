package io.remine.streams.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.BlobRef;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each form of export, read back by those it is for. */
class IndexExportTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/snapshot");

    private static final List<Segment.Row> ROWS = List.of(
            new Segment.Row(new DocumentId("a"), 7, "the bank of a river", new float[] {1, 2, 3}),
            new Segment.Row(
                    new DocumentId("b ü"),
                    8,
                    "a \"house\"\nof money",
                    Optional.of("Zürich"),
                    new Attributes(Map.of("language", List.of("en"), "tag", List.of("x", "y"))),
                    new float[] {-0.5f, 0.25f, 0}));

    @TempDir
    private Path directory;

    /** Written by faiss-cpu 1.15.1: {@code faiss.write_index} of an {@code IndexFlatIP} of the same vectors. */
    @Test
    void faissFlatIsByteForByteWhatFaissWrites() throws IOException {
        write(new FaissFlatExport(directory, manifest(3)));
        assertThat(directory.resolve("index.faiss")).hasSameBinaryContentAs(GOLDEN.resolve("index-flat-ip.faiss"));
        assertThat(directory.resolve("ids.txt")).hasContent("a\nb ü\n");
    }

    /** The golden file has been read by pyarrow 26.0.1, which found these rows. */
    @Test
    void parquetIsByteForByteWhatPyarrowHasRead() throws IOException {
        write(new ParquetExport(directory));
        assertThat(directory.resolve("documents.parquet")).hasSameBinaryContentAs(GOLDEN.resolve("documents.parquet"));
    }

    @Test
    void jsonLinesHoldEverythingOfADocument() throws IOException {
        write(new JsonLinesExport(directory));
        assertThat(Files.readAllLines(directory.resolve("documents.jsonl")))
                .containsExactly(
                        "{\"id\":\"a\",\"version\":7,\"text\":\"the bank of a river\",\"vector\":[1.0,2.0,3.0]}",
                        "{\"id\":\"b ü\",\"version\":8,\"text\":\"a \\\"house\\\"\\nof money\",\"scope\":\"Zürich\","
                                + "\"attributes\":{\"language\":[\"en\"],\"tag\":[\"x\",\"y\"]},\"vector\":[-0.5,0.25,0.0]}");
    }

    @Test
    void luceneFindsByWordsVectorsAndAttributes() throws IOException {
        write(new LuceneExport(directory, manifest(3)));
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(directory))) {
            assertThat(reader.getIndexCommit().getUserData()).containsEntry("manifest", "life/1");
            IndexSearcher searcher = new IndexSearcher(reader);
            assertThat(best(searcher, new TermQuery(new Term("text", "river"))).get("id"))
                    .isEqualTo("a");
            assertThat(best(searcher, new KnnFloatVectorQuery("vector", new float[] {0, 1, 1}, 1))
                            .get("id"))
                    .isEqualTo("a");
            assertThat(best(searcher, new KnnFloatVectorQuery("vector", new float[] {-1, 0, 0}, 1))
                            .get("id"))
                    .isEqualTo("b ü");
            Document found = best(searcher, new TermQuery(new Term("attribute.tag", "y")));
            assertThat(found.get("scope")).isEqualTo("Zürich");
            assertThat(found.getField("version").numericValue()).isEqualTo(8L);
            assertThat(found.getValues("attribute.tag")).containsExactly("x", "y");
        }
    }

    @Test
    void luceneRefusesVectorsThatItCannotHold() {
        assertThatThrownBy(() -> new LuceneExport(directory, manifest(1_025)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025")
                .hasMessageContaining("choose another format");
    }

    private static Document best(IndexSearcher searcher, Query query) throws IOException {
        return searcher.storedFields().document(searcher.search(query, 1).scoreDocs[0].doc);
    }

    private static void write(IndexExport export) throws IOException {
        try (export) {
            for (Segment.Row row : ROWS) {
                export.add(row);
            }
        }
    }

    private static Manifest manifest(int dimension) {
        SegmentRef segment = new SegmentRef(BlobRef.of(new byte[1]), ROWS.size(), 0);
        return new Manifest(
                ManifestId.parse("life/1"),
                Generation.FIRST,
                dimension,
                ROWS.size(),
                List.of(new Manifest.Bucket(0, List.of(segment))),
                InputOffsets.NONE,
                0);
    }
}
