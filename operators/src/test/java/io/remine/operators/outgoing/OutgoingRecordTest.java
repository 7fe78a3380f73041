package io.remine.operators.outgoing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.Golden;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutgoingRecordTest {

    @Test
    void writtenFormIsTheGoldenFile() throws IOException {
        Golden.check(
                "outgoing-record-1.hex",
                OutgoingRecordCodec.INSTANCE,
                new OutgoingRecord(
                        "key".getBytes(UTF_8), "value".getBytes(UTF_8), Map.of("b", new byte[] {2}, "a", new byte[0])));
    }

    @Test
    void aTombstoneStaysATombstone() throws IOException {
        OutgoingRecord tombstone = OutgoingRecord.of("key".getBytes(UTF_8), null);

        assertThat(OutgoingRecordCodec.INSTANCE.decode(OutgoingRecordCodec.INSTANCE.encode(tombstone)))
                .isEqualTo(tombstone);
        assertThat(tombstone).isNotEqualTo(OutgoingRecord.of("key".getBytes(UTF_8), new byte[0]));
    }
}
