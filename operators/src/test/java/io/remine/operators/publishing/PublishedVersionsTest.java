package io.remine.operators.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.invariants.EveryExampleTrainedOnce;
import io.remine.operators.invariants.EveryVersionFolds;
import io.remine.operators.merging.MergeOperator;
import io.remine.operators.merging.Outer;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.operators.training.Arithmetic;
import io.remine.operators.training.ProgressSlice;
import io.remine.operators.training.RoundSummary;
import io.remine.state.blob.BlobCache;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.BitDifference;
import io.remine.state.model.Generation;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker that walks at random, a merger and the publisher, as a job with one worker runs them: some checkpoints are aborted
 * before the merger or before the publisher, some after, and now and then the job restarts or is submitted anew.
 */
class PublishedVersionsTest {

    private static final SliceLayout LAYOUT = new SliceLayout(5, 2);
    private static final float[] INITIAL = {0.5f, -0f, 1e-40f, 7, -1};
    private static final int BATCH = 8;

    /** What a completed checkpoint holds. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Checkpoint(
            long id,
            float[] worker,
            int read,
            int trained,
            OperatorSubtaskState merger,
            OperatorSubtaskState publisher) {}

    private static final Checkpoint BEGINNING = new Checkpoint(0, INITIAL, 0, 0, null, null);

    @TempDir
    private Path directory;

    private final List<Example> input = new ArrayList<>();
    private final List<OutgoingRecord> transaction = new ArrayList<>();

    private Random random;
    private BlobCache cache;
    private EveryVersionFolds models;
    private float[] worker = INITIAL.clone();
    private float[] anchor = INITIAL.clone();
    private int read;
    private int trained;
    private int handedIn;
    private TimelineId submission = new TimelineId("life-0");
    private KeyedOneInputStreamOperatorTestHarness<Integer, ProgressSlice, OutgoingRecord> merger;
    private OneInputStreamOperatorTestHarness<PublishInput, OutgoingRecord> publisher;
    private int mergerOutput;
    private int publisherOutput;
    private int mergedSlices;

    @BeforeEach
    void open() throws Exception {
        cache = BlobCache.open(directory);
        models = new EveryVersionFolds(INITIAL, cache);
        for (int i = 0; i < 10_000; i++) {
            input.add(new Example(
                    new QueryId("query-" + i),
                    "text",
                    new DocumentId("document"),
                    "click",
                    1,
                    List.of(),
                    0,
                    new InputPosition("examples", 0, i)));
        }
        start(BEGINNING);
    }

    @AfterEach
    void close() throws Exception {
        merger.close();
        publisher.close();
        cache.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void foldToTheWorkersParametersAndContainEveryExampleOnceWhateverIsAborted(long seed) throws Exception {
        random = new Random(seed);
        Checkpoint completed = BEGINNING;
        int lives = 0;
        long checkpoint = 0;
        for (int round = 0; round < 100; round++) {
            checkpoint++;
            train();
            int reached =
                    random.nextInt(8); // 0: the worker only, 1: the merger, 2: all but not completed, else completed
            handIn(checkpoint);
            if (reached >= 1) {
                merger.prepareSnapshotPreBarrier(checkpoint);
                tellPublisher();
            }
            if (reached >= 2) {
                publisher.prepareSnapshotPreBarrier(checkpoint);
            }
            collectOutput();
            if (reached >= 3) {
                completed = complete(checkpoint);
            } else if (random.nextInt(3) == 0) {
                if (random.nextInt(4) == 0) {
                    submission = new TimelineId("life-" + ++lives);
                    checkpoint = completed.id(); // ids go on after the restored one, so some are used again
                }
                start(completed);
            }
        }
        finish();

        assertThat(models.parameters()).containsExactly(worker);
        VersionRecord last = models.newest().orElseThrow();
        assertThat(last.held()).isEmpty();
        new EveryExampleTrainedOnce(input.subList(0, read)).holdsForAllInput(last.lineage());
    }

    private void train() {
        read += random.nextInt(3 * BATCH);
        while (trained + BATCH <= read) {
            step(BATCH);
        }
    }

    private void step(int examples) {
        for (int i = 0; i < worker.length; i++) {
            worker[i] += (float) random.nextGaussian() * 1e-2f;
        }
        trained += examples;
    }

    private void handIn(long round) throws Exception {
        for (int slice = 0; slice < LAYOUT.slices() && trained > handedIn; slice++) {
            merger.processElement(new StreamRecord<>(new ProgressSlice(
                    0,
                    round,
                    slice,
                    Arithmetic.BIT_PATTERN,
                    trained - handedIn,
                    BitDifference.between(anchor, worker, LAYOUT.start(slice), LAYOUT.length(slice)))));
        }
        publisher.processElement(new StreamRecord<>(new PublishInput.Round(summary(round))));
        if (read > 0) {
            publisher.processElement(new StreamRecord<>(new PublishInput.Offsets(
                    InputOffsets.NONE.through(input.get(read - 1).position()))));
        }
        anchor = worker.clone();
        handedIn = trained;
    }

    private RoundSummary summary(long round) {
        return new RoundSummary(
                0,
                round,
                input.subList(handedIn, trained).stream()
                        .map(Example::hash)
                        .reduce(Lineage.NONE, Lineage::plus, Lineage::plus),
                Prequential.NONE,
                input.subList(trained, read).stream().map(Example::position).toList(),
                0.5,
                1,
                0,
                0);
    }

    private void tellPublisher() throws Exception {
        var merged = merger.getSideOutput(MergeOperator.MERGED);
        if (merged != null) {
            for (var slice : merged.stream().skip(mergedSlices).toList()) {
                publisher.processElement(new StreamRecord<>(new PublishInput.Slice(slice.getValue())));
            }
            mergedSlices = merged.size();
        }
    }

    /** What the operators wrote is in the transaction, the merger's before the publisher's. */
    private void collectOutput() {
        List<OutgoingRecord> chunks = merger.extractOutputValues();
        transaction.addAll(chunks.subList(mergerOutput, chunks.size()));
        mergerOutput = chunks.size();
        List<OutgoingRecord> records = publisher.extractOutputValues();
        transaction.addAll(records.subList(publisherOutput, records.size()));
        publisherOutput = records.size();
    }

    private Checkpoint complete(long checkpoint) throws Exception {
        Checkpoint completed = new Checkpoint(
                checkpoint,
                worker.clone(),
                read,
                trained,
                merger.snapshot(checkpoint, 0),
                publisher.snapshot(checkpoint, 0));
        merger.notifyOfCompletedCheckpoint(checkpoint);
        commit();
        return completed;
    }

    private void commit() throws Exception {
        EveryExampleTrainedOnce once = new EveryExampleTrainedOnce(input.subList(0, read));
        for (OutgoingRecord record : transaction) {
            int before = models.versions().size();
            models.accept(record);
            if (models.versions().size() > before) {
                once.holdsFor(models.newest().orElseThrow());
            }
        }
        transaction.clear();
    }

    private void finish() throws Exception {
        if (read > trained) {
            step(read - trained);
        }
        handIn(1_000);
        merger.endInput();
        tellPublisher();
        publisher.endInput();
        collectOutput();
        commit();
    }

    /** Begins, or goes on from the checkpoint; what was not committed is lost. */
    private void start(Checkpoint from) throws Exception {
        if (merger != null) {
            merger.close();
            publisher.close();
        }
        transaction.clear();
        mergerOutput = 0;
        publisherOutput = 0;
        mergedSlices = 0;
        worker = from.worker().clone();
        anchor = worker.clone();
        read = from.read();
        trained = from.trained();
        handedIn = trained;
        merger = new KeyedOneInputStreamOperatorTestHarness<>(
                new MergeOperator(LAYOUT, new Outer.Identity(), 16, () -> INITIAL.clone()),
                ProgressSlice::slice,
                Types.INT);
        merger.setStateBackend(new EmbeddedRocksDBStateBackend());
        publisher = new OneInputStreamOperatorTestHarness<>(
                new PublishOperator(submission, Generation.FIRST, LAYOUT, 1_000, () -> Set.of()));
        for (var harness : List.of(merger, publisher)) {
            harness.setup(CodecTypeInformation.of(OutgoingRecordCodec.INSTANCE, OutgoingRecord.class)
                    .serializer());
        }
        if (from.id() > 0) {
            merger.setRestoredCheckpointId(from.id());
            publisher.setRestoredCheckpointId(from.id());
            merger.initializeState(from.merger());
            publisher.initializeState(from.publisher());
        }
        merger.open();
        publisher.open();
    }
}
