package io.remine.operators.training;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.CorruptDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The written form of a worker's state in a checkpoint. Large arrays in bulk, each with its checksum; all numbers
 * big-endian.
 *
 * <pre>
 * magic        int    0x524D5753, "RMWS"
 * version      byte   5
 * head         length (int), bytes, CRC-32C (int): {@link WorkerStateHead}
 * base, parameters, first moments, second moments
 *              float each, CRC-32C (int) after each array
 * per pending round
 *              int each, CRC-32C (int) after each array
 * per copy of a miner, since version 3
 *              float each, CRC-32C (int) after each array
 * </pre>
 *
 * Version 1 is the same with a head that ends before the recipe's numbers, version 2 with one that ends after them, version 3
 * with one whose prequential has no gain differences, version 4 with one that ends after the copies. The head says how many parameters, which rounds and which copies there
 * are.
 */
final class WorkerStateFormat {

    static final int VERSION = 5;

    private static final int MAGIC = 0x524D5753;
    private static final int MAX_HEAD_BYTES = 1 << 28;

    private WorkerStateFormat() {}

    static void write(WorkerState state, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeByte(VERSION);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        WorkerStateHead.of(state).write(new DataOutputStream(head));
        Bounded.writeBytes(head.toByteArray(), out);
        out.writeInt(checksum(head.toByteArray()));
        BulkArrays bulk = new BulkArrays();
        bulk.write(state.base(), out);
        bulk.write(state.parameters(), out);
        bulk.write(state.firstMoments(), out);
        bulk.write(state.secondMoments(), out);
        for (PendingProgress progress : state.pending()) {
            bulk.write(progress.values(), out);
        }
        for (float[] copy : state.copies().values()) {
            bulk.write(copy, out);
        }
        out.flush();
    }

    /**
     * Reads one state.
     *
     * @param parameters how many the model trains
     * @throws CorruptDataException if the bytes are not such a state, or another model's
     */
    static WorkerState read(InputStream stream, int parameters) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new CorruptDataException("worker state begins with %08x, expected %08x".formatted(magic, MAGIC));
        }
        int version = in.readByte();
        if (version < 1 || version > VERSION) {
            throw new CorruptDataException(
                    "worker state of version %d, this release reads 1 to %d; restore with the release"
                                    .formatted(version, VERSION)
                            + " that wrote it");
        }
        WorkerStateHead head = readHead(version, in);
        if (head.parameters() != parameters) {
            throw new CorruptDataException(("worker state of %d parameters, the model trains %d; start without this"
                            + " checkpoint or with the settings it was made with")
                    .formatted(head.parameters(), parameters));
        }
        BulkArrays bulk = new BulkArrays();
        float[] base = bulk.readFloats("base", parameters, in);
        float[] current = bulk.readFloats("parameters", parameters, in);
        float[] firstMoments = bulk.readFloats("first moments", parameters, in);
        float[] secondMoments = bulk.readFloats("second moments", parameters, in);
        List<PendingProgress> pending = new ArrayList<>();
        for (long round : head.pendingRounds()) {
            pending.add(new PendingProgress(round, bulk.readInts("progress of round " + round, parameters, in)));
        }
        Map<String, float[]> copies = new LinkedHashMap<>();
        for (String name : head.copies()) {
            copies.put(name, bulk.readFloats("copy " + name, parameters, in));
        }
        return head.with(base, current, firstMoments, secondMoments, pending, copies);
    }

    private static WorkerStateHead readHead(int version, DataInputStream in) throws IOException {
        byte[] bytes = Bounded.readBytes(in, "head of worker state", MAX_HEAD_BYTES);
        int checksum = in.readInt();
        if (checksum != checksum(bytes)) {
            throw new CorruptDataException(
                    "head of worker state has checksum %08x, says %08x".formatted(checksum(bytes), checksum));
        }
        try {
            ByteArrayInputStream fields = new ByteArrayInputStream(bytes);
            WorkerStateHead head = WorkerStateHead.read(version, new DataInputStream(fields));
            if (fields.available() > 0) {
                throw new CorruptDataException("head of worker state of version %d has %d bytes too many"
                        .formatted(version, fields.available()));
            }
            return head;
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("head of worker state: " + e.getMessage(), e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
