package io.remine.operators.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.lineage.ExampleHash;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import io.remine.state.record.Example;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * No example is lost or trained on twice: a version's count and digest are those of the examples that stand before its
 * offsets and are not held back. Holds for input read in order of arrival: topic {@code examples}, or clicks whose queries
 * came first.
 */
public final class EveryExampleTrainedOnce {

    private final List<Example> input;

    /** The examples as they were produced; one that was produced twice counts once, where it stood first. */
    public EveryExampleTrainedOnce(List<Example> input) {
        Set<ExampleHash> seen = new HashSet<>();
        this.input = input.stream().filter(example -> seen.add(example.hash())).toList();
    }

    /** Checks a version, the last or one on the way. */
    public void holdsFor(VersionRecord version) {
        Set<InputPosition> held = new HashSet<>(version.held());
        assertThat(version.lineage())
                .as(
                        "lineage of version %s against the input before %s without %s",
                        version.version(), version.offsets(), held)
                .isEqualTo(lineage(example ->
                        version.offsets().contain(example.position()) && !held.contains(example.position())));
    }

    /** Checks that all of the input has been trained on. */
    public void holdsForAllInput(Lineage trained) {
        assertThat(trained).as("lineage against all %d examples", input.size()).isEqualTo(lineage(example -> true));
    }

    private Lineage lineage(Predicate<Example> contained) {
        return input.stream().filter(contained).map(Example::hash).reduce(Lineage.NONE, Lineage::plus, Lineage::plus);
    }
}
