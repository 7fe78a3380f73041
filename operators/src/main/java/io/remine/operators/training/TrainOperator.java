package io.remine.operators.training;

import ai.djl.Device;
import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.DeadLetterCodec;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.device.DeviceChoice;
import io.remine.operators.device.Gpus;
import io.remine.operators.device.WorkerDevices;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.JsonWriter;
import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.memory.PairStore;
import io.remine.state.encoder.Encoder;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Worker} in a Flink task: gives it examples and versions, emits its progress before every barrier, and keeps its
 * state as raw operator state, which takes hundreds of megabytes where a list state takes minutes.
 *
 * <p>If the recipe's parts remember pairs, its input must be keyed by the examples' text.
 *
 * <p>A last round goes out when the input ends: what is emitted later would be dropped in silence.
 */
public final class TrainOperator extends AbstractStreamOperator<ProgressSlice>
        implements OneInputStreamOperator<Example, ProgressSlice> {

    /** For the publisher. */
    public static final OutputTag<RoundSummary> SUMMARIES =
            new OutputTag<>("summaries", CodecTypeInformation.of(RoundSummaryCodec.INSTANCE, RoundSummary.class));
    /** Examples that nothing can be learnt from. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetterCodec.TYPE);

    private static final Logger LOGGER = LoggerFactory.getLogger(TrainOperator.class);
    private static final long ADOPTION_INTERVAL_MILLIS = 50;
    private static final double NANOS_PER_MILLI = 1e6;

    private static final long serialVersionUID = 1L;

    private final String submission;
    private final int generationNumber;
    private final TrainOperatorSettings settings;
    private final TrainingSource source;
    private final TrainingProbe probe;

    private transient Lease<Device> device;
    private transient TrainingSource.Connection connection;
    private transient WorkerStore store;
    private transient Encoder control;
    private transient Encoder encoder;
    private transient Worker worker;
    private transient TrainMetrics trainMetrics;
    private transient ScheduledFuture<?> adoptionTimer;
    private transient ScheduledFuture<?> ageTimer;
    private transient long lastCheckpoint;
    private transient long microBatches;
    private transient boolean finished;

    /**
     * @param submission the timeline of this submission of the job: fresh for each, the same over its restarts
     * @param source where the index and the versions are found
     * @param probe told of every micro-batch
     */
    public TrainOperator(
            TimelineId submission,
            Generation generation,
            TrainOperatorSettings settings,
            TrainingSource source,
            TrainingProbe probe) {
        this.submission = submission.value();
        this.generationNumber = generation.number();
        this.settings = settings;
        this.source = source;
        this.probe = probe;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        lastCheckpoint = context.getRestoredCheckpointId().orElse(0);
        device = takeDevice();
        connection = source.connect(device.get());
        control = new Encoder(connection.awaitEncoder(), connection.trainable(), device.get(), settings.products());
        encoder = control.withOwnTrainable();
        float[] first = new float[control.trainable().size()];
        control.readParameters(first);

        int index = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        int parallelism = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        store = new WorkerStore(context);
        List<WorkerState> dealt = store.dealt(first.length);
        WorkerStart start = new WorkerStart(
                index,
                parallelism,
                settings.arithmetic(parallelism),
                store.ancestry(new TimelineId(submission)),
                new Generation(generationNumber));
        WorkerState state = start.state(dealt, first);
        worker = new Worker(
                state,
                settings,
                encoder,
                control,
                pairs(context),
                List.of()); // a restored publisher has forgotten what workers held: say it again
        LOGGER.info(
                "worker {} of {} on {}: {} parameters, version {}, {} steps, {} rounds pending, {} examples held, last index {}",
                index,
                parallelism,
                device.get(),
                first.length,
                state.adopted(),
                state.step(),
                state.pending().size(),
                state.held().size(),
                state.manifest());
    }

    private Lease<Device> takeDevice() {
        Gpus gpus = Gpus.of(getRuntimeContext().getExternalResourceInfos(Gpus.RESOURCE), PyTorch.gpuCount());
        DeviceChoice choice = settings.device().or(PyTorch.namedDevice());
        return WorkerDevices.OF_PROCESS.take(choice, gpus);
    }

    private PairStore pairs(StateInitializationContext context) {
        long timeToLiveMillis = settings.trainer().recipe().memoryMillis();
        return timeToLiveMillis == 0 ? new HeapPairStore() : new KeyedPairStore(this, context, timeToLiveMillis);
    }

    @Override
    public void open() throws Exception {
        super.open();
        trainMetrics = new TrainMetrics(getMetricGroup(), worker, device.get());
        connection.awaitIndex();
        if (lastCheckpoint > 0) {
            connection.awaitCaughtUp();
        }
        adopt();
        if (worker.held() > 0) {
            trainWhenOld();
        }
        settleAwaited();
        while (worker.isBatchComplete()) {
            train();
        }
        adoptionTimer = getProcessingTimeService()
                .scheduleWithFixedDelay(timestamp -> tend(), ADOPTION_INTERVAL_MILLIS, ADOPTION_INTERVAL_MILLIS);
    }

    @Override
    public void processElement(StreamRecord<Example> element) throws Exception {
        worker.add(element.getValue());
        if (worker.isBatchComplete()) {
            train();
        } else if (worker.held() == 1) {
            trainWhenOld();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        lastCheckpoint = checkpointId;
        if (!finished) {
            emit(worker.report(checkpointId));
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        store.save(worker.state(), context);
    }

    @Override
    public void finish() throws Exception {
        worker.stopAwaiting();
        while (worker.held() > 0) {
            train();
        }
        emit(worker.reportLast(lastCheckpoint + 1));
        finished = true;
        super.finish();
    }

    @Override
    public void close() throws Exception {
        cancel(adoptionTimer);
        cancel(ageTimer);
        IOUtils.closeAll(worker, encoder, control, connection, device, super::close);
    }

    private static void cancel(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Trains the micro-batch that begins now when its time has come, complete or not. */
    private void trainWhenOld() {
        if (settings.maxAgeMillis() == 0) {
            return;
        }
        long begun = microBatches;
        long due = nowMillis() + settings.maxAgeMillis();
        ageTimer = getProcessingTimeService().registerTimer(due, timestamp -> {
            if (microBatches == begun && worker.held() > 0) {
                train();
            }
        });
    }

    private void train() throws Exception {
        long start = System.nanoTime();
        StepResult result = connection.withIndex(view -> worker.train(view, nowMillis()));
        trainMetrics.record(result, (System.nanoTime() - start) / NANOS_PER_MILLI);
        if (result.outcome() == StepResult.Outcome.UNFIT) {
            LOGGER.warn("micro-batch skipped, the parameters are as before: {}", result.reason());
        }
        leaveUnusable();
        microBatches++;
        if (worker.held() > 0) {
            trainWhenOld();
        }
        probe.afterMicroBatch(new TrainingProbe.Moment(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                microBatches,
                Math.toIntExact(result.prequential().examples()),
                result,
                encoder));
        adopt();
    }

    /** Between micro-batches: what has come from elsewhere. */
    private void tend() throws Exception {
        adopt();
        settleAwaited();
        if (worker.isBatchComplete()) {
            train();
        }
    }

    /** A document may have come, or been waited for too long. */
    private void settleAwaited() {
        if (worker.awaited() == 0) {
            return;
        }
        boolean noneHeld = worker.held() == 0;
        connection.withIndex(view -> {
            worker.settleAwaited(view, nowMillis());
            return worker.awaited();
        });
        leaveUnusable();
        if (noneHeld && worker.held() > 0) {
            trainWhenOld();
        }
    }

    private long nowMillis() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    private void adopt() throws Exception {
        Optional<Adoption> next = connection.next(worker.adopted(), worker.ancestry(), worker.base());
        while (next.isPresent()) {
            worker.adopt(next.get());
            next = connection.next(worker.adopted(), worker.ancestry(), worker.base());
        }
    }

    private void emit(RoundReport report) {
        report.summary().ifPresent(summary -> output.collect(SUMMARIES, new StreamRecord<>(summary)));
        report.progress().forEach(progress -> output.collect(new StreamRecord<>(progress)));
    }

    private void leaveUnusable() {
        for (Unusable left : worker.takeUnusable()) {
            Example example = left.example();
            trainMetrics.recordUntrainable();
            output.collect(
                    DEAD_LETTERS,
                    new StreamRecord<>(new DeadLetter(
                            example.position(),
                            example.query().bytes(),
                            JsonWriter.example(example),
                            Reason.UNTRAINABLE,
                            left.reason())));
        }
    }
}
