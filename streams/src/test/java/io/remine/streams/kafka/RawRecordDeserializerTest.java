package io.remine.streams.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.intake.RawRecord;
import io.remine.operators.intake.RawRecordCodec;
import io.remine.state.lineage.InputPosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RawRecordDeserializerTest {

    @Test
    void aMillionHeadersAreLeftBehind() {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("clicks", 3, 7, "q".getBytes(UTF_8), "{}".getBytes(UTF_8));
        for (int i = 0; i < 1_000_000; i++) {
            record.headers().add("name", null);
        }
        List<RawRecord> taken = new ArrayList<>();
        new RawRecordDeserializer().deserialize(record, new ListCollector<>(taken));

        RawRecord expected = new RawRecord(
                new InputPosition("clicks", 3, 7), record.timestamp(), "q".getBytes(UTF_8), "{}".getBytes(UTF_8));
        assertThat(taken).containsExactly(expected);
        assertThat(RawRecordCodec.INSTANCE.encode(taken.get(0))).hasSizeLessThan(100);
    }

    @Test
    void aTombstoneWithoutKeyIsTakenAsItIs() {
        List<RawRecord> taken = new ArrayList<>();
        new RawRecordDeserializer()
                .deserialize(new ConsumerRecord<>("clicks", 0, 0, null, null), new ListCollector<>(taken));

        assertThat(taken).singleElement().satisfies(raw -> {
            assertThat(raw.key()).isNull();
            assertThat(raw.value()).isNull();
        });
    }
}
