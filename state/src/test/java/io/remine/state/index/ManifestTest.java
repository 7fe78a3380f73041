package io.remine.state.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final Manifest MANIFEST = new Manifest(
            new ManifestId(new TimelineId("first-life"), 7),
            Generation.FIRST,
            384,
            3,
            List.of(
                    new Manifest.Bucket(0, List.of(segment("00", 2345, 2, 0), segment("ab", 1234, 1, 1))),
                    new Manifest.Bucket(5, List.of(segment("cd", 999, 1, 0)))),
            InputOffsets.NONE
                    .through(new InputPosition("documents", 0, 11))
                    .through(new InputPosition("documents", 1, 3_999_999_999L)),
            1_763_900_000_000L);

    @Test
    void theGoldenManifestIsWhatWeWriteAndRead() throws IOException {
        assertThat(new String(MANIFEST.toJson(), UTF_8)).isEqualTo(golden());
        assertThat(Manifest.fromJson(golden().getBytes(UTF_8))).isEqualTo(MANIFEST);
        assertThat(MANIFEST.key()).isEqualTo("manifest/0".getBytes(UTF_8));
        assertThat(ManifestId.parse(MANIFEST.id().toString())).isEqualTo(MANIFEST.id());
    }

    @Test
    void unknownFieldsAreIgnoredAndANewerFormatIsRefused() throws IOException {
        assertThat(read("\"dimension\":384", "\"dimension\":384,\"encoder\":{\"name\":\"x\"}"))
                .isEqualTo(MANIFEST);
        assertThatThrownBy(() -> read("\"format\":1", "\"format\":2")).hasMessageContaining("newer release");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertRefused("\"dimension\":384", "\"dimension\":0");
        assertRefused("\"dimension\":384", "\"dimension\":100000000");
        assertRefused("\"documents\":3", "\"documents\":5");
        assertRefused("\"documents\":3", "\"documents\":-1");
        assertRefused("\"bucket\":5", "\"bucket\":0");
        assertRefused("\"bucket\":5", "\"bucket\":65536");
        assertRefused("\"bytes\":999", "\"bytes\":99999999999");
        assertRefused("\"bytes\":999", "\"bytes\":\"999\"");
        assertRefused("\"rows\":2", "\"rows\":-2");
        assertRefused("\"checkpoint\":7", "\"checkpoint\":0");
        assertRefused("\"timeline\":\"first-life\"", "\"timeline\":\"../../x\"");
        assertRefused("\"blob\":\"cdcd", "\"blob\":\"../d");
        assertRefused("\"buckets\":[", "\"bucket\":[");
        assertRefused("\"publishedMillis\":1763900000000}", "");
    }

    private static void assertRefused(String field, String other) {
        assertThatThrownBy(() -> read(field, other)).isInstanceOf(CorruptDataException.class);
    }

    private static Manifest read(String field, String other) throws IOException {
        assertThat(golden()).contains(field);
        return Manifest.fromJson(golden().replace(field, other).getBytes(UTF_8));
    }

    private static SegmentRef segment(String digits, long bytes, int rows, int deletions) {
        return new SegmentRef(new BlobRef(new BlobHash(digits.repeat(32)), bytes), rows, deletions);
    }

    private static String golden() {
        return new String(GoldenFile.read("index/manifest-1.json"), UTF_8);
    }
}
