package io.remine.state.index;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Segment.Deletion;
import io.remine.state.index.Segment.Row;
import io.remine.state.model.Generation;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCodecTest {

    private static final Segment SEGMENT = new Segment(
            3,
            Generation.FIRST,
            3,
            List.of(
                    new Row(new DocumentId("gloss-1"), 7, "a small dog", new float[] {1, 0, -0.5f}),
                    new Row(new DocumentId("gloss-2"), 9, "un été à Zürich", new float[] {0.1f, 0.25f, 65_504})),
            List.of(new Deletion(new DocumentId("gloss-0"), 8)));

    private static final Segment SCOPED = new Segment(
            SEGMENT.bucket(),
            SEGMENT.generation(),
            SEGMENT.dimension(),
            List.of(SEGMENT.rows().get(0), withScope(SEGMENT.rows().get(1), "Zürich")),
            SEGMENT.deletions());

    private static final Segment ATTRIBUTED = new Segment(
            SEGMENT.bucket(),
            SEGMENT.generation(),
            SEGMENT.dimension(),
            List.of(
                    with(SCOPED.rows().get(0), Map.of("language", List.of("en"), "tag", List.of("pet", "animal"))),
                    with(SCOPED.rows().get(1), Map.of("language", List.of("fr")))),
            SEGMENT.deletions());

    @TempDir
    Path directory;

    @Test
    void theGoldenSegmentsAreWhatWeWrite() throws IOException {
        assertThat(SegmentCodec.write(SEGMENT, VectorEncoding.HALF)).isEqualTo(golden("half"));
        assertThat(SegmentCodec.write(SEGMENT, VectorEncoding.SINGLE)).isEqualTo(golden("single"));
        assertThat(SegmentCodec.write(SCOPED, VectorEncoding.HALF)).isEqualTo(scopedGolden());
        assertThat(SegmentCodec.write(ATTRIBUTED, VectorEncoding.HALF)).isEqualTo(attributedGolden());
        assertThat(SegmentCodec.write(ATTRIBUTED, VectorEncoding.INT8)).isEqualTo(int8Golden());
    }

    @Test
    void wholeNumbersComeBackAsMultiplesOfTheirScale() throws IOException {
        Segment read = SegmentCodec.read(int8Golden());
        float scale = 1 / 127f;
        assertThat(read.rows().get(0).vector()).containsExactly(127 * scale, 0, -64 * scale);
        assertThat(read.rows().get(1).vector()).containsExactly(0, 0, 65_504); // of a range of its own
        assertThat(read.rows().get(1).attributes())
                .isEqualTo(ATTRIBUTED.rows().get(1).attributes());
        assertThat(read.rows().get(1).scope()).hasValue("Zürich");
        assertThat(read.rows().get(0).scope()).isEmpty();
        Segment plain = SegmentCodec.read(SegmentCodec.write(SEGMENT, VectorEncoding.INT8));
        assertThat(plain.rows().get(0).attributes().isEmpty()).isTrue();
        assertThat(plain.rows().get(1).scope()).isEmpty();
        assertThat(plain.deletions()).isEqualTo(SEGMENT.deletions());
    }

    @Test
    void attributesComeBackWithAScopeOrWithout() throws IOException {
        Segment read = SegmentCodec.read(attributedGolden());
        for (int row = 0; row < 2; row++) {
            assertThat(read.rows().get(row).attributes())
                    .isEqualTo(ATTRIBUTED.rows().get(row).attributes());
        }
        assertThat(read.rows().get(1).scope()).hasValue("Zürich");
        assertThat(SafeTensors.read(attributedGolden()).metadata("format")).isEqualTo("3");
        Row said = with(SEGMENT.rows().get(0), Map.of("language", List.of("en")));
        Segment some =
                new Segment(0, Generation.FIRST, 3, List.of(said, SEGMENT.rows().get(1)), List.of());
        assertThat(SegmentCodec.read(SegmentCodec.write(some, VectorEncoding.SINGLE)))
                .isEqualTo(some);
    }

    @Test
    void scopesComeBackAndASegmentWithoutAnyStaysReadableToWhoKnowsNone() throws IOException {
        Segment read = SegmentCodec.read(scopedGolden());
        assertThat(read.rows().get(0).scope()).isEmpty();
        assertThat(read.rows().get(1).scope()).hasValue("Zürich");
        assertThat(SafeTensors.read(scopedGolden()).metadata("format")).isEqualTo("2");
        assertThat(SafeTensors.read(golden("half")).metadata("format")).isEqualTo("1");
    }

    @Test
    void singlePrecisionComesBackExactlyAndHalfRounded() throws IOException {
        assertThat(SegmentCodec.read(golden("single"))).isEqualTo(SEGMENT);
        Segment half = SegmentCodec.read(golden("half"));
        assertThat(half.deletions()).isEqualTo(SEGMENT.deletions());
        assertThat(half.rows().get(0)).isEqualTo(SEGMENT.rows().get(0));
        assertThat(half.rows().get(1).vector()).containsExactly(0.099975586f, 0.25f, 65_504f);
    }

    @Test
    void aSegmentMayHoldNoTextsOrOnlyDeletions() throws IOException {
        Segment noTexts = new Segment(
                0, new Generation(2), 1, List.of(new Row(new DocumentId("a"), 0, "", new float[] {1})), List.of());
        Segment deletions = new Segment(0, Generation.FIRST, 1, List.of(), SEGMENT.deletions());
        for (Segment segment : List.of(noTexts, deletions)) {
            assertThat(SegmentCodec.read(SegmentCodec.write(segment, VectorEncoding.HALF)))
                    .isEqualTo(segment);
        }
    }

    @Test
    void everyFlippedBitOfABlobIsFoundBeforeItIsSeen() throws IOException {
        byte[] blob = golden("half");
        KeyedBytes record = Blobs.split(blob).get(0);
        ChunkKey key = ChunkKey.parse(record.key()).orElseThrow();
        try (BlobCache cache = BlobCache.open(directory)) {
            BlobAssembler assembler = new BlobAssembler(cache, new BlobAssembler.Limits(10_000, 10_000));
            for (int at = 0; at < record.value().length; at++) {
                byte[] damaged = record.value().clone();
                damaged[at] ^= (byte) (1 << at % 8);
                assertThatThrownBy(() -> assembler.accept(key, RecordValue.of(damaged)))
                        .isInstanceOf(CorruptDataException.class);
            }
            for (int at = 0; at < blob.length; at++) { // damaged before it was cut: the checksums are right
                byte[] damaged = blob.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                byte[] value = Blobs.split(damaged).get(0).value();
                assertThatThrownBy(() -> assembler.accept(key, RecordValue.of(value)))
                        .isInstanceOf(CorruptDataException.class);
                assertThat(cache.contains(key.blob())).isFalse();
            }
            assertThat(assembler.accept(key, RecordValue.of(record.value()))).isPresent();
        }
    }

    @Test
    void damagedBytesMakeASegmentOrACorruptDataExceptionAndNothingElse() throws IOException {
        damage(attributedGolden());
        damage(int8Golden());
    }

    private static void damage(byte[] blob) {
        for (int bit = 0; bit < 8 * blob.length; bit++) {
            byte[] damaged = blob.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(SegmentCodec.read(damaged).dimension()).isPositive();
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        for (int length = 0; length < blob.length; length++) {
            assertRefused(Arrays.copyOf(blob, length), "");
        }
    }

    @Test
    void tensorsThatDoNotFitTogetherAreRefused() throws IOException {
        assertRefused(changed(tensors -> tensors.put("idEnds", Tensor.of("idEnds", new long[] {14}))), "ids");
        assertRefused(changed(tensors -> tensors.put("idEnds", Tensor.of("idEnds", new long[] {15, 14}))), "ids");
        assertRefused(changed(tensors -> tensors.put("idEnds", Tensor.of("idEnds", new long[] {-1, 14}))), "ids");
        assertRefused(changed(tensors -> tensors.put("idEnds", Tensor.of("idEnds", new long[] {0, 14}))), "empty");
        assertRefused(changed(tensors -> tensors.put("ids", Tensor.of("ids", new byte[14]))), "control");
        assertRefused(
                changed(tensors -> tensors.put("ids", Tensor.of("ids", "gloss-1gloss-1".getBytes(US_ASCII)))), "twice");
        assertRefused(
                changed(tensors -> tensors.put("ids", Tensor.of("ids", "gloss-1gloss-0".getBytes(US_ASCII)))), "twice");
        assertRefused(changed(tensors -> tensors.put("vectors", Tensor.of("vectors", new float[6], 3, 2))), "[2, 3]");
        assertRefused(
                changed(tensors ->
                        tensors.put("vectors", Tensor.of("vectors", new float[] {0, 0, 0, 0, 0, Float.NaN}, 2, 3))),
                "NaN");
        assertRefused(
                changed(tensors -> tensors.put("versions", Tensor.of("versions", new long[] {1, -1}))), "at least 0");
        assertRefused(changed(tensors -> tensors.remove("ids")), "needs a tensor ids");
    }

    @Test
    void wholeNumbersWithoutTheScalesOfTheirRowsAreRefused() throws IOException {
        assertRefused(changed(int8Golden(), tensors -> tensors.remove("scales")), "needs a tensor scales");
        for (float scale : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY, 516}) { // 127 * 516 is no half
            Tensor scales = Tensor.of("scales", new float[] {1, scale});
            assertRefused(changed(int8Golden(), tensors -> tensors.put("scales", scales)), "");
        }
        assertRefused(
                changed(int8Golden(), tensors -> tensors.put("scales", Tensor.of("scales", new float[1]))),
                "scales of 1 rows, must be of 2");
        Tensor vectors = SafeTensors.read(int8Golden()).tensor("vectors", Tensor.Type.I8);
        assertRefused(
                changed(attributedGolden(), tensors -> tensors.put("vectors", vectors)), "must be F16, F32 [2, 3]");
    }

    @Test
    void aHalfThatIsNoNumberIsFoundWhereverItStandsAndNoOtherIsTakenForOne() throws IOException {
        for (int dimension = 1; dimension <= 9; dimension++) {
            float[] values = new float[2 * dimension];
            Arrays.fill(values, -65_504);
            byte[] good = withHalves(values, dimension);
            assertThat(SegmentCodec.read(good).rows().get(1).vector()).containsOnly(-65_504);
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int at = 0; at < values.length; at++) {
                    float[] damaged = values.clone();
                    damaged[at] = bad;
                    assertRefused(
                            withHalves(damaged, dimension), "gloss-%d holds %s".formatted(1 + at / dimension, bad));
                }
            }
        }
    }

    private static byte[] withHalves(float[] values, int dimension) throws IOException {
        SafeTensors read = SafeTensors.read(golden("half"));
        Map<String, String> metadata = new HashMap<>(read.metadata());
        metadata.put("dimension", String.valueOf(dimension));
        Map<String, Tensor> tensors = new HashMap<>();
        read.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
        tensors.put("vectors", Tensor.halves("vectors", values, 2, dimension));
        return SafeTensors.write(new ArrayList<>(tensors.values()), metadata);
    }

    @Test
    void codesThatDoNotFitTogetherAreRefused() throws IOException {
        byte[] golden = GoldenFile.read("index/segment-4-codes.safetensors");
        assertThat(SegmentCodec.read(golden)).isEqualTo(SegmentCodec.read(int8Golden())); // they change no vector
        assertRefused(changed(golden, tensors -> tensors.remove("codes")), "needs a tensor codes");
        Tensor short1 = Tensor.of("codes", new byte[3], 1, 3);
        assertRefused(changed(golden, tensors -> tensors.put("codes", short1)), "[2, parts]");
        for (long[] shape : new long[][] {{1, 256, 1}, {3, 256}, {3, 128, 2}}) {
            int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            Tensor codebooks = Tensor.of("codebooks", new float[size], shape);
            assertRefused(changed(golden, tensors -> tensors.put("codebooks", codebooks)), "parts * width = 3");
        }
        float[] values = new float[3 * 256];
        values[700] = Float.POSITIVE_INFINITY;
        Tensor infinite = Tensor.of("codebooks", values, 3, 256, 1);
        assertRefused(changed(golden, tensors -> tensors.put("codebooks", infinite)), "part 2 holds Infinity");
    }

    @Test
    void theSameVectorsMakeTheSameCodesOnEveryMachine() throws IOException {
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < CodeTensors.MIN_ROWS; i++) {
            float[] vector = new float[16];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            rows.add(new Row(new DocumentId("d" + i), 1, "", vector));
        }
        Segment enough = new Segment(0, Generation.FIRST, 16, rows, List.of());
        byte[] written = SegmentCodec.write(enough, VectorEncoding.PQ);
        assertThat(BlobHash.of(written).hex())
                .isEqualTo("5b63e1baf3fc94720694ab9fed0467537c98000801e5780bf41d4b42b685f1f6");
        Segment tooFew = new Segment(0, Generation.FIRST, 16, rows.subList(1, rows.size()), List.of());
        assertThat(SegmentCodec.write(tooFew, VectorEncoding.PQ))
                .isEqualTo(SegmentCodec.write(tooFew, VectorEncoding.INT8));
    }

    @Test
    void attributesThatDoNotFitTogetherAreRefused() throws IOException {
        assertRefused(changedAttributes("attributes", new int[] {0, 1, 2, 4}), "attribute 4 of 4");
        assertRefused(changedAttributes("attributes", new int[] {0, 2, -1, 3}), "attribute -1 of 4");
        assertRefused(changedAttributes("attributes", new int[] {0, 1, 2}), "that end at 4");
        assertRefused(changedAttributes("attributeEnds", new long[] {5, 4}), "from 0 to 5 of 4");
        assertRefused(changedAttributes("attributeEnds", new long[] {-1, 4}), "from 0 to -1 of 4");
        assertRefused(changedAttributes("attributeEnds", new long[] {4}), "attributes of 1 rows");
        assertRefused(changedAttributes("attributeNameEnds", new long[] {8, 16, 19}), "attributeNames");
        assertRefused(changedAttributes("attributeNameEnds", new long[] {0, 16, 19, 22}), "empty");
    }

    private static byte[] changedAttributes(String name, Object values) throws IOException {
        Tensor changed = values instanceof int[] ints ? Tensor.of(name, ints) : Tensor.of(name, (long[]) values);
        return changed(attributedGolden(), tensors -> tensors.put(name, changed));
    }

    @Test
    void aNewerFormatIsRefusedAndUnknownTensorsAreIgnored() throws IOException {
        SafeTensors read = SafeTensors.read(golden("half"));
        Map<String, String> metadata = new HashMap<>(read.metadata());
        metadata.put("format", "2");
        assertRefused(SafeTensors.write(List.copyOf(read.tensors()), metadata), "needs a tensor scopes");
        metadata.put("format", "5");
        assertRefused(SafeTensors.write(List.copyOf(read.tensors()), metadata), "newer release");
        byte[] more = changed(tensors -> tensors.put("popularity", Tensor.of("popularity", new float[2])));
        assertThat(SegmentCodec.read(more)).isEqualTo(SegmentCodec.read(golden("half")));
    }

    private static byte[] changed(Consumer<Map<String, Tensor>> change) throws IOException {
        return changed(golden("half"), change);
    }

    private static byte[] changed(byte[] segment, Consumer<Map<String, Tensor>> change) throws IOException {
        SafeTensors read = SafeTensors.read(segment);
        Map<String, Tensor> tensors = new HashMap<>();
        read.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
        change.accept(tensors);
        return SafeTensors.write(new ArrayList<>(tensors.values()), read.metadata());
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> SegmentCodec.read(bytes))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(reason);
    }

    private static Row withScope(Row row, String scope) {
        return new Row(row.id(), row.version(), row.text(), Optional.of(scope), row.vector());
    }

    private static Row with(Row row, Map<String, List<String>> attributes) {
        return new Row(row.id(), row.version(), row.text(), row.scope(), new Attributes(attributes), row.vector());
    }

    private static byte[] int8Golden() {
        return GoldenFile.read("index/segment-4-int8.safetensors");
    }

    private static byte[] attributedGolden() {
        return GoldenFile.read("index/segment-3-half.safetensors");
    }

    private static byte[] scopedGolden() {
        return GoldenFile.read("index/segment-2-half.safetensors");
    }

    private static byte[] golden(String precision) {
        return GoldenFile.read("index/segment-1-%s.safetensors".formatted(precision));
    }
}
