package io.remine.operators.device;

import ai.djl.Device;
import io.remine.state.resource.Lease;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deals the GPUs of a process to the workers in it: each takes the one that fewest have, so that a second GPU takes the
 * second worker. Flink deals them to nobody: every task of a TaskManager sees all of its GPUs.
 */
public final class WorkerDevices {

    /** Of this job in this process: Flink loads a job's classes once per TaskManager. */
    public static final WorkerDevices OF_PROCESS = new WorkerDevices();

    private final Map<Integer, Integer> workers = new TreeMap<>(); // by GPU

    /**
     * A device for one worker, to be given back by closing the lease.
     *
     * @throws IllegalStateException if the choice asks for a GPU that is not there
     */
    public Lease<Device> take(DeviceChoice choice, Gpus gpus) {
        List<Integer> usable = gpus.usable();
        return switch (choice.kind()) {
            case CPU -> cpu();
            case AUTO -> usable.isEmpty() ? cpu() : takeOneOf(usable);
            case ANY_GPU -> {
                if (usable.isEmpty()) {
                    throw missing(choice, gpus);
                }
                yield takeOneOf(usable);
            }
            case THIS_GPU -> {
                if (!usable.contains(choice.number())) {
                    throw missing(choice, gpus);
                }
                yield takeOneOf(List.of(choice.number()));
            }
        };
    }

    private static Lease<Device> cpu() {
        return Lease.of(Device.cpu(), () -> {});
    }

    /** The one with the fewest workers, of equal ones the first. */
    private synchronized Lease<Device> takeOneOf(List<Integer> gpus) {
        int gpu = gpus.stream()
                .min(Comparator.comparing((Integer number) -> workers.getOrDefault(number, 0)))
                .orElseThrow();
        workers.merge(gpu, 1, Integer::sum);
        return Lease.of(Device.gpu(gpu), () -> giveBack(gpu));
    }

    private synchronized void giveBack(int gpu) {
        workers.merge(gpu, -1, Integer::sum);
    }

    private static IllegalStateException missing(DeviceChoice choice, Gpus gpus) {
        return new IllegalStateException(
                "asked for device %s: %s. Use train.device auto or cpu, or a GPU that is there; the engine sees GPUs only with PyTorch's native library for CUDA on the class path"
                        .formatted(choice, gpus));
    }
}
