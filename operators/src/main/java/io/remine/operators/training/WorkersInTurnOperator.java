package io.remine.operators.training;

import ai.djl.Device;
import io.remine.operators.device.Gpus;
import io.remine.operators.device.WorkerDevices;
import io.remine.state.encoder.Encoder;
import io.remine.state.record.Example;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;

/**
 * Several workers in turn in one task, on a stream that ends, for evaluations. Nothing is kept in checkpoints, and nothing
 * leaves but what the probe is told.
 */
public final class WorkersInTurnOperator extends AbstractStreamOperator<ProgressSlice>
        implements OneInputStreamOperator<Example, ProgressSlice> {

    /** Most workers: each keeps seven arrays of the parameters' size. */
    public static final int MAX_WORKERS = 64;

    private static final long serialVersionUID = 1L;

    private final int workers;
    private final int roundExamples;
    private final TrainOperatorSettings settings;
    private final TrainingSource source;
    private final RoundMerger merger;
    private final TrainingProbe probe;

    private transient Lease<Device> device;
    private transient TrainingSource.Connection connection;
    private transient Encoder control;
    private transient WorkersInTurn inTurn;

    /**
     * @param workers 1 to {@value #MAX_WORKERS}
     * @param roundExamples after how many examples of all workers their progress is merged; at least 1
     * @param probe told of a micro-batch when the next one begins, and of the last one when all is merged
     */
    public WorkersInTurnOperator(
            int workers,
            int roundExamples,
            TrainOperatorSettings settings,
            TrainingSource source,
            RoundMerger merger,
            TrainingProbe probe) {
        if (workers < 1 || workers > MAX_WORKERS || roundExamples < 1) {
            throw new IllegalArgumentException(
                    "%d workers that merge every %d examples, must be 1 to %d workers and at least 1 example"
                            .formatted(workers, roundExamples, MAX_WORKERS));
        }
        this.workers = workers;
        this.roundExamples = roundExamples;
        this.settings = settings;
        this.source = source;
        this.merger = merger;
        this.probe = probe;
    }

    @Override
    public void open() throws Exception {
        super.open();
        Gpus gpus = Gpus.of(getRuntimeContext().getExternalResourceInfos(Gpus.RESOURCE), PyTorch.gpuCount());
        device = WorkerDevices.OF_PROCESS.take(settings.device().or(PyTorch.namedDevice()), gpus);
        connection = source.connect(device.get());
        control = new Encoder(connection.awaitEncoder(), connection.trainable(), device.get(), settings.products());
        connection.awaitIndex();
        inTurn = new WorkersInTurn(workers, roundExamples, settings, control, connection, merger, probe);
    }

    @Override
    public void processElement(StreamRecord<Example> element) {
        inTurn.add(element.getValue());
    }

    @Override
    public void finish() throws Exception {
        inTurn.finish();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(inTurn, control, connection, device, super::close);
    }
}
