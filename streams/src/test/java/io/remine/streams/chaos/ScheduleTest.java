package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.streams.chaos.Schedule.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theSameSeedMakesTheSameScheduleAndAnotherSeedAnother(Scenario scenario) {
        assertThat(steps(scenario, 1)).isEqualTo(steps(scenario, 1));
        if (scenario != Scenario.CALM) {
            assertThat(steps(scenario, 1)).isNotEqualTo(steps(scenario, 2));
        }
    }

    @Test
    void everyFaultOfAScenarioHappensToEveryProcessOfItsRole() {
        List<Step> steps =
                steps(Scenario.MIXED, 3).stream().flatMap(Optional::stream).toList();
        assertThat(steps.stream().map(Step::fault)).containsAll(Scenario.MIXED.faults());
        assertThat(steps.stream().map(step -> (int) (step.which() * 3)))
                .contains(0, 1, 2)
                .doesNotContain(3);
        assertThat(steps).allMatch(step -> step.afterMillis() > 0);
    }

    @Test
    void aCalmRunIsLeftAlone() {
        assertThat(new Schedule(Scenario.CALM, 1).next()).isEmpty();
    }

    @Test
    void anUnknownScenarioIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> Scenario.labelled("quiet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "scenario 'quiet', expected one of taskmanager, jobmanager, broker, away, exception, search, consumer, pause, network, mixed, calm");
    }

    private static List<Optional<Step>> steps(Scenario scenario, long seed) {
        Schedule schedule = new Schedule(scenario, seed);
        return Stream.generate(schedule::next).limit(200).toList();
    }
}
