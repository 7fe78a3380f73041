package io.remine.state.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Objects;
import java.util.Optional;

/**
 * The one tensor engine of the process, loaded on first use from the class path, never from the network.
 *
 * <p>{@code -Dai.djl.pytorch.num_threads} sets how many threads one operation uses, by default half of the cores: on two
 * cores a training step then takes one and leaves the other to everything else in the process, and threads of the engine
 * do not spin while they wait for each other on a busy machine. Work that can be cut up runs on several threads of ours.
 */
public final class PyTorch {

    private static final String NAME = "PyTorch";
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    // Not where the engine is loaded: naming a device loads it, too.
    static {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet(THREADS, String.valueOf(defaultThreads()));
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    }

    private PyTorch() {}

    /** A root of tensors on the default device; whoever asks for it closes it. */
    public static NDManager newManager() {
        return newManager(defaultDevice());
    }

    /** A root of tensors on this device; whoever asks for it closes it. */
    public static NDManager newManager(Device device) {
        return Loaded.ENGINE.newBaseManager(device);
    }

    /** The device that {@code -Dremine.device} names, {@code cpu} or {@code gpu0}; without it the CPU. */
    public static Device defaultDevice() {
        return namedDevice().orElseGet(Device::cpu);
    }

    /** The device that {@code -Dremine.device} names, if it is there. */
    public static Optional<Device> namedDevice() {
        return Optional.ofNullable(System.getProperty("remine.device")).map(Device::fromName);
    }

    /** How many GPUs the engine can compute on; none with its native library for the CPU, whatever the machine has. */
    public static int gpuCount() {
        return Loaded.ENGINE.getGpuCount();
    }

    /** How many operations may run at the same time without more threads than cores. */
    public static int concurrentOperations() {
        int threads = Integer.getInteger(THREADS, defaultThreads());
        return Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    }

    /** Loads the engine, if nothing has yet. */
    static void load() {
        Objects.requireNonNull(Loaded.ENGINE);
    }

    /**
     * Lets the limit of threads hold for operations of the current thread. libtorch applies it to a thread when an operation
     * first asks how many there are; convolutions by oneDNN do not ask, and without it take all cores.
     */
    static void limitThreads() {
        load();
        JniUtils.getNumThreads();
    }

    private static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Loads the engine once, when something first asks for it. */
    private static final class Loaded {
        static final Engine ENGINE = Engine.getEngine(NAME);
    }
}
