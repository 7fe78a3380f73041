package io.remine.operators.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.Golden;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.state.lineage.InputPosition;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final InputPosition POSITION = new InputPosition("clicks", 3, 17);

    @Test
    void writtenFormIsTheGoldenFile() throws IOException {
        Golden.check(
                "dead-letter-1.hex",
                DeadLetterCodec.INSTANCE,
                new DeadLetter(POSITION, "q1".getBytes(UTF_8), null, Reason.NOT_JSON, "not JSON: é"));
    }

    @Test
    void travelsWholeWithItsReasonInTheHeaders() {
        OutgoingRecord sent =
                new DeadLetter(POSITION, null, new byte[] {1, 2}, Reason.MISSING, "no 'text'").toOutgoing();

        assertThat(sent.key()).isNull();
        assertThat(sent.value()).containsExactly(1, 2);
        assertThat(sent.headers().keySet())
                .containsExactly(
                        "remine.message", "remine.offset", "remine.partition", "remine.reason", "remine.topic");
        assertThat(new String(sent.headers().get("remine.topic"), UTF_8)).isEqualTo("clicks");
        assertThat(new String(sent.headers().get("remine.partition"), UTF_8)).isEqualTo("3");
        assertThat(new String(sent.headers().get("remine.offset"), UTF_8)).isEqualTo("17");
        assertThat(new String(sent.headers().get("remine.reason"), UTF_8)).isEqualTo("MISSING");
        assertThat(new String(sent.headers().get("remine.message"), UTF_8)).isEqualTo("no 'text'");
    }

    @Test
    void whatNoBrokerWouldTakeIsCutAndSaysSo() {
        byte[] key = new byte[100];
        byte[] value = new byte[2_000_000];
        Arrays.fill(value, (byte) 7);

        OutgoingRecord sent = new DeadLetter(POSITION, key, value, Reason.TOO_LARGE, "too large").toOutgoing();

        assertThat(sent.key()).isEqualTo(key);
        assertThat(sent.value()).isEqualTo(Arrays.copyOf(value, DeadLetter.MAX_SENT_BYTES - 100));
        assertThat(new String(sent.headers().get("remine.cut"), UTF_8)).isEqualTo("2000100");
    }

    @Test
    void writtenReasonsAreNeverReused() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::code).distinct()).hasSize(Reason.values().length);
    }
}
