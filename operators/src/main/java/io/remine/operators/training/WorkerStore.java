package io.remine.operators.training;

import io.remine.operators.flink.DamagedState;
import io.remine.state.model.Ancestry;
import io.remine.state.model.TimelineId;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.OperatorStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StatePartitionStreamProvider;
import org.apache.flink.runtime.state.StateSnapshotContext;

/**
 * A worker's state in Flink's checkpoints: one partition of raw operator state for each worker. The ancestry is in a union
 * state of a few bytes as well, for new workers that are dealt no partition.
 */
final class WorkerStore {

    private static final int BUFFER_BYTES = 1 << 20;

    private final StateInitializationContext context;
    private final ListState<byte[]> ancestries;

    WorkerStore(StateInitializationContext context) throws Exception {
        this.context = context;
        this.ancestries = context.getOperatorStateStore()
                .getUnionListState(
                        new ListStateDescriptor<>("ancestry", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /**
     * The states of former workers that this one is dealt; its own if their number is as it was.
     *
     * @param parameters how many the model trains
     */
    List<WorkerState> dealt(int parameters) throws Exception {
        List<WorkerState> states = new ArrayList<>();
        for (StatePartitionStreamProvider partition : context.getRawOperatorStateInputs()) {
            try (InputStream in = new BufferedInputStream(partition.getStream(), BUFFER_BYTES)) {
                states.add(DamagedState.ends(
                        "the state of a worker of checkpoint "
                                + context.getRestoredCheckpointId().orElse(0),
                        () -> WorkerStateFormat.read(in, parameters)));
            }
        }
        return states;
    }

    /** The life of this submission: fresh, or branched off from the restored one. */
    Ancestry ancestry(TimelineId submission) throws Exception {
        Iterator<byte[]> written = ancestries.get().iterator();
        if (!written.hasNext()) {
            return Ancestry.fresh(submission);
        }
        Ancestry restored = WorkerStateHead.readAncestry(new DataInputStream(new ByteArrayInputStream(written.next())));
        return restored.restoredBy(submission, context.getRestoredCheckpointId().orElseThrow());
    }

    void save(WorkerState state, StateSnapshotContext snapshot) throws Exception {
        ByteArrayOutputStream ancestry = new ByteArrayOutputStream();
        WorkerStateHead.writeAncestry(state.ancestry(), new DataOutputStream(ancestry));
        ancestries.update(List.of(ancestry.toByteArray()));
        OperatorStateCheckpointOutputStream out = snapshot.getRawOperatorStateOutput();
        out.startNewPartition();
        WorkerStateFormat.write(state, out);
    }
}
