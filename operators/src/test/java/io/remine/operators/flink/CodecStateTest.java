package io.remine.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class CodecStateTest {

    @Test
    void keyedStateInRocksDbSurvivesARestore() throws Exception {
        OperatorSubtaskState checkpoint;
        try (KeyedOneInputStreamOperatorTestHarness<Integer, int[], int[]> harness = harness()) {
            harness.open();
            harness.processElement(new StreamRecord<>(new int[] {1, 10}));
            harness.processElement(new StreamRecord<>(new int[] {2, 20}));
            checkpoint = harness.snapshot(1, 1);
        }
        try (KeyedOneInputStreamOperatorTestHarness<Integer, int[], int[]> harness = harness()) {
            harness.initializeState(checkpoint);
            harness.open();
            harness.processElement(new StreamRecord<>(new int[] {1, 5}));

            assertThat(harness.extractOutputValues()).containsExactly(new int[] {1, 15});
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, int[], int[]> harness() throws Exception {
        KeyedOneInputStreamOperatorTestHarness<Integer, int[], int[]> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(new Sum(), pair -> pair[0], Types.INT);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.setup(CodecTypeInformation.of(PairCodec.INSTANCE, int[].class).serializer());
        return harness;
    }

    /** Adds up second elements by the first. */
    private static final class Sum extends AbstractStreamOperator<int[]>
            implements OneInputStreamOperator<int[], int[]> {

        private static final long serialVersionUID = 1L;

        private transient ValueState<int[]> sum;

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            sum = context.getKeyedStateStore()
                    .getState(new ValueStateDescriptor<>(
                            "sum",
                            CodecTypeInformation.of(PairCodec.INSTANCE, int[].class)
                                    .serializer()));
        }

        @Override
        public void processElement(StreamRecord<int[]> element) throws Exception {
            int[] old = sum.value();
            int[] pair = element.getValue();
            sum.update(new int[] {pair[0], pair[1] + (old == null ? 0 : old[1])});
            output.collect(element.replace(sum.value()));
        }
    }
}
