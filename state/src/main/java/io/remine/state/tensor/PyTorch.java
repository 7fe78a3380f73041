package io.remine.state.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/**
 * The one tensor engine of the process, loaded on first use from the class path, never from the network.
 *
 * <p>Its pool of threads belongs to the whole process; {@code -Dai.djl.pytorch.num_threads} sets its size, by default the
 * number of cores.
 */
public final class PyTorch {

    private static final String NAME = "PyTorch";

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
        return Device.fromName(System.getProperty("remine.device", "cpu"));
    }

    /** Loads the engine once, when something first asks for it. */
    private static final class Loaded {

        static final Engine ENGINE = load();

        private static Engine load() {
            String cores = String.valueOf(Runtime.getRuntime().availableProcessors());
            setUnlessSet("ai.djl.offline", "true");
            setUnlessSet("ai.djl.pytorch.num_threads", cores);
            setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
            return Engine.getEngine(NAME);
        }

        private static void setUnlessSet(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }
    }
}
