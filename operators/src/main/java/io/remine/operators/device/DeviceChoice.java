package io.remine.operators.device;

import ai.djl.Device;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a worker wants to compute on.
 *
 * @param number of the GPU; 0 unless the kind is {@link Kind#THIS_GPU}
 */
public record DeviceChoice(Kind kind, int number) implements Serializable {

    /** How much is left open. */
    public enum Kind {
        /** A GPU if there is one, else the CPU. */
        AUTO,
        CPU,
        ANY_GPU,
        THIS_GPU
    }

    /** What {@link #parse} takes. */
    public static final String RANGE = "auto | cpu | gpu | gpuN";

    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);
    public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);
    public static final DeviceChoice ANY_GPU = new DeviceChoice(Kind.ANY_GPU, 0);

    private static final long serialVersionUID = 1L;

    private static final String GPU = "gpu";
    private static final Pattern NUMBERED = Pattern.compile(GPU + "[0-9]{1,3}");

    public DeviceChoice {
        Objects.requireNonNull(kind);
        if (number < 0 || (number > 0 && kind != Kind.THIS_GPU)) {
            throw new IllegalArgumentException("number %d of a device of kind %s".formatted(number, kind));
        }
    }

    /** This device and no other. */
    public static DeviceChoice of(Device device) {
        return device.isGpu() ? new DeviceChoice(Kind.THIS_GPU, device.getDeviceId()) : CPU;
    }

    /** {@code auto}, {@code cpu}, {@code gpu} for any, {@code gpu1} for that one. */
    public static DeviceChoice parse(String choice) {
        if (NUMBERED.matcher(choice).matches()) {
            return new DeviceChoice(Kind.THIS_GPU, Integer.parseInt(choice.substring(GPU.length())));
        }
        return switch (choice) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            case GPU -> ANY_GPU;
            default -> throw new IllegalArgumentException("device '%s', must be %s".formatted(choice, RANGE));
        };
    }

    /** Whether {@link #parse} takes it. */
    public static boolean isValid(String choice) {
        return choice.matches("auto|cpu|gpu[0-9]{0,3}");
    }

    /** This choice; but if it leaves all open, the device that the process was told to use. */
    public DeviceChoice or(Optional<Device> named) {
        return kind == Kind.AUTO ? named.map(DeviceChoice::of).orElse(this) : this;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CPU -> "cpu";
            case ANY_GPU -> GPU;
            case THIS_GPU -> GPU + number;
        };
    }
}
