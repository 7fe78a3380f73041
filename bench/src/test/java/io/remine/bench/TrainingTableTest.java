package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTableTest {

    private final StringWriter said = new StringWriter();
    private final TrainingTable table = new TrainingTable(new PrintWriter(said), "step, tokens");

    @Test
    void aRowHoldsBothSidesAndTheirRatios() {
        table.add("16", new Comparison("peer", List.of(round(2, 3)), List.of(round(4, 4)), 64));
        assertThat(lines())
                .containsExactly(
                        "step, tokens | ours, ex/s | peer, ex/s | time ratio | speed ratio | CPU ratio",
                        "16 | 32.0 | 16.0 | 0.500 | 2.000 | 0.750");
    }

    @Test
    void withoutAPeerARowEndsAfterOurs() {
        table.add("64", new Comparison("", List.of(round(2, 3)), List.of(), 64));
        assertThat(lines()).last().isEqualTo("64 | 32.0");
    }

    @Test
    void aRoundIsReadFromThePeersAnswer() throws IOException {
        ObjectMapper json = new ObjectMapper();
        assertThat(Round.of(json.readTree("{\"seconds\": 1.5, \"cpuSeconds\": 3, \"losses\": [0.5, 0.25]}")))
                .isEqualTo(new Round(1.5, 3, List.of(0.5, 0.25)));
        assertThatThrownBy(() -> Round.of(json.readTree("{\"seconds\": 1.5, \"losses\": []}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cpuSeconds");
    }

    private List<String> lines() {
        return said.toString()
                .lines()
                .map(line -> line.strip().replaceAll(" {2,}", " | "))
                .toList();
    }

    private static Round round(double seconds, double cpuSeconds) {
        return new Round(seconds, cpuSeconds, List.of());
    }
}
