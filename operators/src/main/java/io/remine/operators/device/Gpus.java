package io.remine.operators.device;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;

/**
 * The GPUs that there are for the workers of one process.
 *
 * @param granted the numbers that Flink gave this TaskManager; empty if it manages none
 * @param visible how many the tensor engine can compute on, numbered from 0
 */
public record Gpus(List<Integer> granted, int visible) {

    /** The external resource's name in Flink's settings, and the property that holds a GPU's number. */
    public static final String RESOURCE = "gpu";

    private static final String INDEX = "index";

    public Gpus {
        granted = List.copyOf(granted);
        if (visible < 0 || granted.stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("GPUs %s granted, %d visible".formatted(granted, visible));
        }
    }

    /**
     * What Flink says of the TaskManager's GPUs, which all of its tasks share.
     *
     * @param infos of the resource {@value #RESOURCE}, each with a property {@code index}; empty if there is none
     */
    public static Gpus of(Set<ExternalResourceInfo> infos, int visible) {
        Set<Integer> granted = new TreeSet<>();
        infos.forEach(info -> granted.add(number(info)));
        return new Gpus(List.copyOf(granted), visible);
    }

    /** The numbers of those that workers may take, rising. */
    List<Integer> usable() {
        return granted.isEmpty()
                ? IntStream.range(0, visible).boxed().toList()
                : granted.stream().filter(number -> number < visible).toList();
    }

    private static int number(ExternalResourceInfo info) {
        String index = info.getProperty(INDEX)
                .orElseThrow(() -> new IllegalArgumentException(
                        "external resource '%s' without property '%s'; use Flink's GPU plugin as its driver"
                                .formatted(RESOURCE, INDEX)));
        if (!index.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "external resource '%s' has %s '%s', must be a GPU's number; mend the discovery script"
                            .formatted(RESOURCE, INDEX, index));
        }
        return Integer.parseInt(index);
    }

    @Override
    public String toString() {
        return granted.isEmpty()
                ? "Flink grants none by name, the tensor engine sees %d".formatted(visible)
                : "Flink grants %s, the tensor engine sees %d".formatted(granted, visible);
    }
}
