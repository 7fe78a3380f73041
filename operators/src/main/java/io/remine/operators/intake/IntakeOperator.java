package io.remine.operators.intake;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.DeadLetterCodec;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputOffsetsCodec;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Parses what a source reads; stands chained behind it. Values leave on the main output, what cannot be used on
 * {@link #DEAD_LETTERS}. Before every barrier, and at the end, the offsets read since the last one leave on
 * {@link #OFFSETS}: together they are the offsets of the checkpoint.
 */
public final class IntakeOperator<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<RawRecord, T>, BoundedOneInput {

    /** What could not be used. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetterCodec.TYPE);

    /** How far the input has been read, every time it has moved. */
    public static final OutputTag<InputOffsets> OFFSETS =
            new OutputTag<>("offsets", CodecTypeInformation.of(InputOffsetsCodec.INSTANCE, InputOffsets.class));

    private static final long serialVersionUID = 1L;

    private final RecordParser<T> parser;
    private final int maxRecordBytes;

    private transient ReadOffsets read;
    private transient Counter malformed;

    /**
     * @param maxRecordBytes largest record, in bytes of key and value, that is parsed at all; at least 1
     */
    public IntakeOperator(RecordParser<T> parser, int maxRecordBytes) {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException(
                    "largest record of %d bytes, must be at least 1".formatted(maxRecordBytes));
        }
        this.parser = parser;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void open() throws Exception {
        super.open();
        read = new ReadOffsets();
        malformed = getMetricGroup().counter("malformedRecords");
    }

    @Override
    public void processElement(StreamRecord<RawRecord> element) {
        RawRecord raw = element.getValue();
        read.add(raw.position());
        T value;
        try {
            value = parse(raw);
        } catch (MalformedRecordException e) {
            malformed.inc();
            output.collect(
                    DEAD_LETTERS,
                    new StreamRecord<>(
                            new DeadLetter(raw.position(), raw.key(), raw.value(), e.reason(), e.getMessage())));
            return;
        }
        output.collect(new StreamRecord<>(value, raw.timestampMillis()));
    }

    private T parse(RawRecord raw) throws MalformedRecordException {
        if (raw.size() > maxRecordBytes) {
            throw new MalformedRecordException(
                    Reason.TOO_LARGE,
                    "record of %d bytes, limit %d; send less or raise the limit".formatted(raw.size(), maxRecordBytes));
        }
        try {
            return parser.parse(raw);
        } catch (RuntimeException e) { // whatever a producer sends must not stop the job
            LOG.warn("{} failed on the record at {}", parser.getClass().getSimpleName(), raw.position(), e);
            throw new MalformedRecordException(Reason.INVALID, "the parser failed: " + e, e);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        emitOffsets();
    }

    @Override
    public void endInput() {
        emitOffsets();
    }

    private void emitOffsets() {
        InputOffsets offsets = read.take();
        if (!offsets.next().isEmpty()) {
            output.collect(OFFSETS, new StreamRecord<>(offsets));
        }
    }
}
