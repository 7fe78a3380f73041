package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.record.Example;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.operators.StreamFilter;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class ExampleSampleTest {

    private static final int EXAMPLES = 4_000;
    private static final List<Example> ALL =
            IntStream.range(0, EXAMPLES).mapToObj(TinyIndex::example).toList();

    @Test
    void aReplayKeepsTheSame() throws Exception {
        List<Example> once = kept(0.25);
        assertThat(once).hasSizeBetween(900, 1_100).isEqualTo(kept(0.25));
    }

    @Test
    void aSmallerShareIsPartOfALargerOne() {
        ExampleSample tenth = new ExampleSample(0.1);
        ExampleSample half = new ExampleSample(0.5);
        assertThat(ALL.stream().filter(tenth::keeps)).isNotEmpty().allMatch(half::keeps);
        assertThat(ALL).allMatch(new ExampleSample(1)::keeps);
    }

    /** Else a sample of an eighth would be all of what the control ranks. */
    @Test
    void whatIsKeptIsNotWhatTheControlRanks() {
        ExampleSample half = new ExampleSample(0.5);
        List<Example> byControl = ALL.stream()
                .filter(example -> (example.hash().value() >>> 11) * 0x1p-53 < 0.5)
                .toList();
        assertThat(byControl.stream().filter(half::keeps).count())
                .isBetween((long) (0.45 * byControl.size()), (long) (0.55 * byControl.size()));
    }

    @Test
    void aShareOfNothingIsRefused() {
        assertThatThrownBy(() -> new ExampleSample(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new ExampleSample(Double.NaN)).hasMessageContaining("above 0");
    }

    private static List<Example> kept(double share) throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<>(new StreamFilter<>(new ExampleSample(share)))) {
            harness.open();
            for (Example example : ALL) {
                harness.processElement(new StreamRecord<>(example));
            }
            return harness.extractOutputValues();
        }
    }
}
