package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.EncoderWeights;
import io.remine.state.encoder.ParameterShape;
import io.remine.state.encoder.Trainable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLogTest {

    private static final Ancestry LIFE = Ancestry.fresh(new TimelineId("first"));
    private static final ModelVersion V1 = ModelVersion.parse("first/1");
    private static final ModelVersion V3 = ModelVersion.parse("first/3");
    private static final ModelVersion V4 = ModelVersion.parse("first/4");

    @TempDir
    private Path directory;

    private final ModelTopic topic = new ModelTopic(tinySource(), new Trainable.AllButEmbeddings(), 3, 1);
    private BlobCache cache;
    private ModelLog log;

    @BeforeEach
    void open() throws IOException {
        cache = BlobCache.open(directory);
        log = new ModelLog(cache, new BlobAssembler.Limits(1 << 20, 1 << 22));
    }

    @AfterEach
    void close() throws IOException {
        cache.close();
    }

    @Test
    void updatesFoldedOverTheFirstEncoderGiveTheVersionsBits() throws IOException {
        read(topic.generation());
        read(topic.version(Optional.empty(), LIFE, 1, false));
        read(topic.version(Optional.of(V1), LIFE, 3, false));

        assertThat(log.materialise(V3)).containsExactly(topic.parameters(V3));
        assertThat(log.materialise(V1)).containsExactly(topic.parameters(V1));
        assertThat(log.materialise(V3)).containsExactly(topic.parameters(V3));
    }

    @Test
    void aFullCopyNeedsNothingOlder() throws IOException {
        topic.version(Optional.empty(), LIFE, 1, false);
        read(topic.version(Optional.of(V1), LIFE, 3, true));
        read(topic.version(Optional.of(V3), LIFE, 4, false));

        assertThat(log.materialise(V4)).containsExactly(topic.parameters(V4));
    }

    @Test
    void aVersionWaitsForItsLastBlob() throws IOException {
        read(topic.generation());
        List<KeyedBytes> records = topic.version(Optional.empty(), LIFE, 1, false);
        read(records.subList(1, records.size()));

        assertThat(log.version(V1)).isPresent();
        assertThat(log.isComplete(V1)).isFalse();
        assertThat(log.next(Optional.empty(), LIFE)).isEmpty();
        assertThatThrownBy(() -> log.materialise(V1)).hasMessageContaining("not complete");

        read(records.subList(0, 1));
        assertThat(log.isComplete(V1)).isTrue();
        assertThat(log.next(Optional.empty(), LIFE)).isPresent();
    }

    @Test
    void theNextVersionLeadsFromItsParentToItself() throws IOException {
        read(topic.version(Optional.empty(), LIFE, 1, false));
        read(topic.version(Optional.of(V1), LIFE, 3, false));

        PublishedUpdate update = log.next(Optional.of(V1), LIFE).orElseThrow();
        float[] parameters = topic.parameters(V1);
        update.applyTo(parameters);

        assertThat(update.version()).isEqualTo(V3);
        assertThat(parameters).containsExactly(topic.parameters(V3));
        assertThat(log.next(Optional.of(V3), LIFE)).isEmpty();
    }

    @Test
    void aLifeThatBranchedOffIgnoresWhatItsParentDidLater() throws IOException {
        Ancestry second = LIFE.restoredBy(new TimelineId("second"), 2);
        read(topic.version(Optional.empty(), LIFE, 1, false));
        read(topic.version(Optional.of(V1), LIFE, 3, false));

        assertThat(log.next(Optional.empty(), second).orElseThrow().version()).isEqualTo(V1);
        assertThat(log.next(Optional.of(V1), second)).isEmpty();

        read(topic.version(Optional.of(V1), second, 3, false));
        assertThat(log.next(Optional.of(V1), second).orElseThrow().version()).isEqualTo(ModelVersion.parse("second/3"));
        assertThat(log.next(Optional.of(V1), LIFE).orElseThrow().version()).isEqualTo(V3);
    }

    @Test
    void parametersOfAnotherHashAreRefused() throws IOException {
        read(topic.generation());
        read(topic.version(Optional.empty(), LIFE, 1, false));
        List<KeyedBytes> records = topic.version(Optional.of(V1), LIFE, 3, false);
        read(records);
        VersionRecord child = log.version(V3).orElseThrow();
        VersionRecord orphan = new VersionRecord(
                child.version(),
                Optional.empty(),
                child.ancestry(),
                child.generation(),
                child.lineage(),
                child.offsets(),
                child.held(),
                child.layout(),
                child.slices(),
                child.metrics(),
                0);
        read(List.of(new KeyedBytes(orphan.key(), orphan.toJson())));

        assertThatThrownBy(() -> log.materialise(V3))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("slice 0: parameters have SHA-256");
        assertThat(log.materialise(V1)).containsExactly(topic.parameters(V1));
    }

    @Test
    void aTombstoneForgets() throws IOException {
        read(topic.generation());
        List<KeyedBytes> records = topic.version(Optional.empty(), LIFE, 1, false);
        read(records);
        for (KeyedBytes record : records) {
            log.accept(record.key(), null);
        }

        assertThat(log.versions()).isEmpty();
        assertThat(log.next(Optional.empty(), LIFE)).isEmpty();
    }

    @Test
    void refusesWhatDoesNotBelongOnTheTopic() {
        assertRefused("colour", "{}");
        assertRefused("version/x", "{}");
        assertRefused("generation/-1", "{}");
        assertRefused("generation/0", "no JSON");
        List<KeyedBytes> records = topic.version(Optional.empty(), LIFE, 1, false);
        byte[] json = records.get(records.size() - 1).value();
        assertRefused("version/first/2", new String(json, StandardCharsets.UTF_8));
    }

    @Test
    void theFirstEncoderIsThatWhichWasPublished() throws IOException {
        assertThat(log.generation(Generation.FIRST)).isEmpty();
        read(topic.generation());

        EncoderSource source = log.generation(Generation.FIRST).orElseThrow();
        assertThat(source.weights().toBlob(source.config()))
                .isEqualTo(tinySource().weights().toBlob(source.config()));
        assertThat(source.tokenizerJson()).isEqualTo(tinySource().tokenizerJson());
    }

    private void assertRefused(String key, String value) {
        assertThatThrownBy(() -> log.accept(
                        key.getBytes(StandardCharsets.UTF_8), RecordValue.of(value.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(CorruptDataException.class);
    }

    private void read(List<KeyedBytes> records) throws IOException {
        for (KeyedBytes record : records) {
            log.accept(record.key(), RecordValue.of(record.value()));
        }
    }

    private static EncoderSource tinySource() {
        EncoderConfig config = new EncoderConfig(5, 4, 1, 2, 1, 1, 3, 1e-12f, 4);
        Map<String, float[]> values = new HashMap<>();
        for (ParameterShape parameter : config.parameters()) {
            values.put(parameter.name(), new float[parameter.size()]);
        }
        return new EncoderSource(
                config, EncoderWeights.of(config, values), "{\"tokens\":[]}".getBytes(StandardCharsets.UTF_8));
    }
}
