package io.remine.operators.releasing;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.state.model.VersionRecord;
import io.remine.state.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Releases the versions that pass the {@link Gate}, as records for {@code releases}. A single subtask. */
public final class GateOperator extends AbstractStreamOperator<OutgoingRecord>
        implements OneInputStreamOperator<VersionRecord, OutgoingRecord> {

    private static final long serialVersionUID = 1L;

    private final Gate gate;

    private transient ListState<LiveVersion> saved;
    private transient Optional<LiveVersion> live;

    public GateOperator(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "live", CodecTypeInformation.of(LiveVersionCodec.INSTANCE, LiveVersion.class)));
        Iterator<LiveVersion> restored = saved.get().iterator();
        live = restored.hasNext() ? Optional.of(restored.next()) : Optional.empty();
    }

    @Override
    public void processElement(StreamRecord<VersionRecord> element) {
        VersionRecord version = element.getValue();
        OptionalDouble liveMrr10 = live.filter(one -> one.generation().equals(version.generation()))
                .map(one -> OptionalDouble.of(one.mrr10()))
                .orElseGet(OptionalDouble::empty);
        Gate.Decision decision = gate.judge(version.metrics(), liveMrr10);
        if (decision instanceof Gate.Accepted accepted) {
            release(version, accepted.reason());
        } else if (decision instanceof Gate.Refused refused) {
            LOG.info("Version {} stays out: {}", version.version(), refused.reason());
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(live.stream().toList());
    }

    private void release(VersionRecord version, String reason) {
        live = Optional.of(new LiveVersion(
                version.version(), version.generation(), version.metrics().mrr10()));
        Release release =
                new Release(Optional.of(version.version()), version.generation(), reason, version.publishedMillis());
        output.collect(new StreamRecord<>(
                OutgoingRecord.of(Release.LIVE_KEY.getBytes(StandardCharsets.UTF_8), release.toJson())));
    }
}
