package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.memory.PairMemory;
import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedPairStoreTest {

    private static final PairMemory MEMORY = PairMemory.EMPTY.withLoss(new DocumentId("d"), 0.5);
    private static final int MAX_PARALLELISM = 4;
    private static final long HOUR_MILLIS = 3_600_000;

    private final List<KeyedOneInputStreamOperatorTestHarness<String, String, String>> open = new ArrayList<>();

    @AfterEach
    void closeHarnesses() throws Exception {
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void everyQueryHasAMemoryOfItsOwnWhicheverExampleIsBeingProcessed() throws Exception {
        Remembering operator = new Remembering();
        var harness = harness(operator, 1, 0);
        harness.open();
        harness.processElement(new StreamRecord<>("other"));
        operator.store.put("one", MEMORY);
        operator.store.put("two", MEMORY.withLoss(new DocumentId("e"), 1));
        assertThat(operator.store.get("one")).isEqualTo(MEMORY);
        assertThat(operator.store.get("other")).isEqualTo(PairMemory.EMPTY);
        operator.store.put("one", PairMemory.EMPTY);
        assertThat(operator.store.get("one")).isEqualTo(PairMemory.EMPTY);
        assertThat(operator.store.get("two").losses()).hasSize(2);
    }

    @Test
    void aRestoreRemembers() throws Exception {
        Remembering before = new Remembering();
        var harness = harness(before, 1, 0);
        harness.open();
        before.store.put("one", MEMORY);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        Remembering after = new Remembering();
        var restored = harness(after, 1, 0);
        restored.initializeState(snapshot);
        restored.open();
        assertThat(after.store.get("one")).isEqualTo(MEMORY);
    }

    @Test
    void whatWasNotTouchedForTheTimeToLiveIsForgotten() throws Exception {
        Remembering operator = new Remembering();
        var harness = harness(operator, 1, 0);
        harness.open();
        harness.setStateTtlProcessingTime(0);
        operator.store.put("one", MEMORY);
        harness.setStateTtlProcessingTime(HOUR_MILLIS - 1);
        assertThat(operator.store.get("one")).isEqualTo(MEMORY);
        harness.setStateTtlProcessingTime(HOUR_MILLIS);
        assertThat(operator.store.get("one")).isEqualTo(PairMemory.EMPTY);
    }

    @Test
    void ofAnotherWorkersQueriesNothingIsRemembered() throws Exception {
        List<String> remembered = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            Remembering operator = new Remembering();
            var harness = harness(operator, 2, worker);
            harness.open();
            IntStream.range(0, 20).mapToObj(i -> "query " + i).forEach(query -> {
                operator.store.put(query, MEMORY);
                if (!operator.store.get(query).isEmpty()) {
                    remembered.add(query);
                }
            });
        }
        assertThat(remembered).as("each by one worker").hasSize(20).doesNotHaveDuplicates();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, String, String> harness(
            Remembering operator, int parallelism, int worker) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                operator, text -> text, Types.STRING, MAX_PARALLELISM, parallelism, worker);
        open.add(harness);
        return harness;
    }

    /** An operator that has nothing but a memory. */
    private static final class Remembering extends AbstractStreamOperator<String>
            implements OneInputStreamOperator<String, String> {

        private static final long serialVersionUID = 1L;

        private transient KeyedPairStore store;

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            store = new KeyedPairStore(this, context, HOUR_MILLIS);
        }

        @Override
        public void processElement(StreamRecord<String> element) {
            store.get(element.getValue());
        }
    }
}
