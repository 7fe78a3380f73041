package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredProcessTest {

    private static final long MIB = 1 << 20;

    @Test
    void whatAProcessHeldOnceIsItsPeakAlsoWhenItLetsGo() throws IOException, InterruptedException {
        MeasuredProcess small = bash("sleep 0.3");
        MeasuredProcess large = bash("x=$(head -c 40000000 /dev/zero | tr '\\0' x); x=; sleep 0.3");
        assertThat(small.peakBytes()).isBetween(MIB, 30 * MIB);
        assertThat(large.peakBytes()).isGreaterThan(small.peakBytes() + 35 * MIB);
        assertThat(small.seconds()).isGreaterThan(0.29);
    }

    @Test
    void itSeesTheEnvironmentThatItIsGiven() throws IOException, InterruptedException {
        MeasuredProcess.run(List.of("bash", "-c", "[ \"$GIVEN\" = this ]"), Map.of("GIVEN", "this"));
    }

    @Test
    void ofOneThatFailsTheOutputIsSaid() {
        assertThatThrownBy(() -> bash("echo no such file; exit 3"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 3")
                .hasMessageContaining("no such file");
    }

    @Test
    void sizesAreThoseOfTheKernelInBytes() throws IOException {
        assertThat(ProcessMemory.parse(List.of("Name:\tjava", "VmHWM:\t  204800 kB", "VmRSS:\t  102400 kB")))
                .isEqualTo(new ProcessMemory(100 * MIB, 200 * MIB));
        assertThat(ProcessMemory.own().residentBytes()).isGreaterThan(10 * MIB);
        assertThatThrownBy(() -> ProcessMemory.parse(List.of("Name:\tzombie")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("VmRSS");
    }

    private static MeasuredProcess bash(String script) throws IOException, InterruptedException {
        return MeasuredProcess.run(List.of("bash", "-c", script), Map.of());
    }
}
