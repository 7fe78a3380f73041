package io.remine.state.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Tensors of floats on one device, seen as one flat array in which they follow each other. They stay whose they are: a view
 * is good for as long as they.
 *
 * <p>On the CPU the copies go through views of the tensors' own memory, and several threads may copy different ranges.
 */
public final class FlatTensors {

    private final List<NDArray> tensors;
    private final int[] offsets; // [tensors + 1]
    private final boolean onHost;
    private final List<FloatBuffer> memory; // of each tensor; empty unless on the host

    /**
     * A view of these.
     *
     * @param tensors all on the same device; none make an empty array
     */
    public FlatTensors(List<NDArray> tensors) {
        this.tensors = List.copyOf(tensors);
        this.offsets = new int[tensors.size() + 1];
        for (int i = 0; i < tensors.size(); i++) {
            offsets[i + 1] =
                    Math.addExact(offsets[i], Math.toIntExact(tensors.get(i).size()));
        }
        this.onHost = tensors.stream().noneMatch(tensor -> tensor.getDevice().isGpu());
        this.memory = onHost ? tensors.stream().map(FlatTensors::memory).toList() : List.of();
    }

    /** Length of the flat array. */
    public int size() {
        return offsets[tensors.size()];
    }

    /** Whether the tensors are in the host's memory. */
    public boolean isOnHost() {
        return onHost;
    }

    public List<NDArray> tensors() {
        return tensors;
    }

    /** Copies all of it. */
    public void read(float[] flat) { // [size]
        check(flat);
        if (onHost) {
            read(0, size(), flat, 0);
            return;
        }
        for (int i = 0; i < tensors.size(); i++) {
            // The engine keeps a manager for what comes from another device, as long as the tensor's own is open.
            try (NDManager scope = tensors.get(i).getManager().newSubManager()) {
                NDArray same = tensors.get(i).stopGradient(); // of the same memory
                same.attach(scope);
                memory(same.toDevice(Device.cpu(), true)).get(0, flat, offsets[i], length(i));
            }
        }
    }

    /** Sets all of it. */
    public void write(float[] flat) { // [size]
        check(flat);
        if (onHost) {
            write(0, size(), flat, 0);
            return;
        }
        for (int i = 0; i < tensors.size(); i++) {
            tensors.get(i).set(FloatBuffer.wrap(flat, offsets[i], length(i)));
        }
    }

    /** Copies the numbers from {@code begin} up to {@code end}, on the CPU only. */
    public void read(int begin, int end, float[] to, int at) {
        forEachPart(begin, end, (part, from, start, length) -> part.get(from, to, at + start - begin, length));
    }

    /** Sets the numbers from {@code begin} up to {@code end}, on the CPU only. */
    public void write(int begin, int end, float[] from, int at) {
        forEachPart(begin, end, (part, to, start, length) -> part.put(to, from, at + start - begin, length));
    }

    /** A stretch of one tensor's memory. */
    @FunctionalInterface
    private interface Copy {

        /**
         * @param offset in the tensor
         * @param start in the flat array
         */
        void of(FloatBuffer tensor, int offset, int start, int length);
    }

    private void forEachPart(int begin, int end, Copy copy) {
        if (!onHost) {
            throw new IllegalStateException("a range of tensors on a device; copy all of them");
        }
        int found = Arrays.binarySearch(offsets, begin);
        int part = found < 0 ? -found - 2 : found;
        for (int start = begin; start < end; part++) {
            int length = Math.min(end, offsets[part + 1]) - start;
            copy.of(memory.get(part), start - offsets[part], start, length);
            start += length;
        }
    }

    private int length(int tensor) {
        return offsets[tensor + 1] - offsets[tensor];
    }

    private void check(float[] flat) {
        if (flat.length != size()) {
            throw new IllegalArgumentException("array of %d numbers for tensors of %d".formatted(flat.length, size()));
        }
    }

    private static FloatBuffer memory(NDArray onCpu) {
        return onCpu.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
