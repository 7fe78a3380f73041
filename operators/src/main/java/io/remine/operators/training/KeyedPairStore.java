package io.remine.operators.training;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.memory.PairMemory;
import io.remine.operators.memory.PairMemoryCodec;
import io.remine.operators.memory.PairStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * The memory of pairs as Flink's keyed state with a time-to-live, keyed by the query's text. After a change of parallelism a
 * worker may have been dealt held examples whose queries are another's: of those it remembers nothing.
 */
final class KeyedPairStore implements PairStore {

    private final AbstractStreamOperator<?> operator;
    private final int maxParallelism;
    private final KeyGroupRange own;
    private final ValueState<PairMemory> state;

    /**
     * @param operator keyed by the query's text
     * @param timeToLiveMillis how long a query is remembered after its last change, at least 1
     */
    KeyedPairStore(AbstractStreamOperator<?> operator, StateInitializationContext context, long timeToLiveMillis) {
        if (context.getKeyedStateStore() == null || operator.getKeyedStateBackend() == null) {
            throw new IllegalStateException(
                    "the recipe remembers pairs, so its examples must be keyed by the query's text; key the stream");
        }
        this.operator = operator;
        TaskInfo task = operator.getRuntimeContext().getTaskInfo();
        this.maxParallelism = task.getMaxNumberOfParallelSubtasks();
        this.own = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                maxParallelism, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
        ValueStateDescriptor<PairMemory> descriptor = new ValueStateDescriptor<>(
                "pairs",
                CodecTypeInformation.of(PairMemoryCodec.INSTANCE, PairMemory.class)
                        .serializer());
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(Duration.ofMillis(timeToLiveMillis)).build());
        this.state = context.getKeyedStateStore().getState(descriptor);
    }

    @Override
    public PairMemory get(String queryText) {
        if (!isOwn(queryText)) {
            return PairMemory.EMPTY;
        }
        try {
            operator.setCurrentKey(queryText);
            PairMemory memory = state.value();
            return memory == null ? PairMemory.EMPTY : memory;
        } catch (IOException e) {
            throw new UncheckedIOException("memory of query '%s' cannot be read".formatted(queryText), e);
        }
    }

    @Override
    public void put(String queryText, PairMemory memory) {
        if (!isOwn(queryText)) {
            return;
        }
        try {
            operator.setCurrentKey(queryText);
            if (memory.isEmpty()) {
                state.clear();
            } else {
                state.update(memory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory of query '%s' cannot be written".formatted(queryText), e);
        }
    }

    private boolean isOwn(String queryText) {
        return own.contains(KeyGroupRangeAssignment.assignToKeyGroup(queryText, maxParallelism));
    }
}
