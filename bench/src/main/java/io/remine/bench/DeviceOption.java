package io.remine.bench;

import ai.djl.Device;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where both sides of a comparison compute. */
final class DeviceOption {

    private static final String CPU = "cpu";

    @Option(
            names = "--device",
            paramLabel = "cpu|gpuN",
            defaultValue = CPU,
            converter = Name.class,
            description = "Of both sides. On a GPU the peer searches with PyTorch. Default: ${DEFAULT-VALUE}.")
    private String name;

    boolean isGpu() {
        return !name.equals(CPU);
    }

    /** Makes it this process's default, before anything loads the engine. */
    void use() {
        System.setProperty("remine.device", name);
    }

    /** How far scores of both sides may lie apart: a GPU keeps vectors and products in half precision. */
    float tolerance() {
        return isGpu() ? 2e-3f : 1e-5f;
    }

    /** What the peer that trains imports. */
    String trainingModules() {
        return isGpu() ? Peer.TRAINING_ON_GPU : Peer.TRAINING;
    }

    /** What a peer's script is told. */
    List<String> peerArguments() {
        return isGpu() ? List.of("--device", "cuda:" + Device.fromName(name).getDeviceId()) : List.of();
    }

    /** Refuses what is neither. */
    private static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.matches("cpu|gpu[0-9]{1,3}")) {
                throw new TypeConversionException("device '%s', must be cpu or gpuN such as gpu0".formatted(value));
            }
            return value;
        }
    }
}
