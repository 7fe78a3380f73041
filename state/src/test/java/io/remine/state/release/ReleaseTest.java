package io.remine.state.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseTest {

    private static final Release RELEASE = new Release(
            Optional.of(ModelVersion.parse("life/3")), Generation.FIRST, "better than before", 1_700_000_000_000L);

    @Test
    void readsAndWritesItsGoldenFile() throws CorruptDataException {
        byte[] golden = GoldenFile.readLine("release/release-1.json");

        assertThat(new String(RELEASE.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden, StandardCharsets.UTF_8));
        assertThat(Release.fromJson(golden)).isEqualTo(RELEASE);
    }

    @Test
    void withoutAVersionItReleasesTheFirstEncoder() throws CorruptDataException {
        Release first = new Release(Optional.empty(), Generation.FIRST, "rollback", 1);

        assertThat(Release.fromJson(first.toJson()).version()).isEmpty();
    }

    @Test
    void aFieldThisReleaseDoesNotKnowIsIgnored() throws CorruptDataException {
        assertThat(read("{\"format\":1,\"generation\":0,\"reason\":\"r\",\"millis\":1,\"colour\":[{}]}")
                        .reason())
                .isEqualTo("r");
    }

    @Test
    void refusesWhatItCannotRead() {
        assertCorrupt("{\"format\":2,\"generation\":0,\"reason\":\"r\",\"millis\":1}", "use a newer release");
        assertCorrupt("{\"format\":1,\"generation\":0,\"reason\":\"r\"}", "release.millis");
        assertCorrupt("{\"format\":1,\"generation\":-1,\"reason\":\"r\",\"millis\":1}", "generation -1");
        assertCorrupt("{\"format\":1,\"generation\":0,\"reason\":\"r\",\"millis\":1} {}", "not JSON");
        assertCorrupt("{\"format\":1,\"version\":\"x\",\"generation\":0,\"reason\":\"r\",\"millis\":1}", "TIMELINE");
        assertCorrupt("[]", "not a JSON object");
        assertCorrupt("", "not a JSON object");
    }

    private static Release read(String json) throws CorruptDataException {
        return Release.fromJson(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertCorrupt(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(message);
    }
}
