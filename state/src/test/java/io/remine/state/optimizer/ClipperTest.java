package io.remine.state.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClipperTest {

    @Test
    void aPercentileIsOfTheLastLengthsItsOwnAmongThem() {
        Clip clip = new Clip.Percentile(50, 3);
        Clipper clipper = new Clipper(clip, new double[clip.memoryLength()]);
        assertThat(clipped(clipper, 4)).isEqualTo(4); // of 4
        assertThat(clipped(clipper, 8)).isEqualTo(6); // of 4, 8: half way between
        assertThat(clipped(clipper, 5)).isEqualTo(5); // of 4, 8, 5
        assertThat(clipped(clipper, 20)).isEqualTo(8); // of 8, 5, 20
    }

    @Test
    void aPercentileBitesLossesOfAnyLengthAlike() {
        for (double length : new double[] {0.01, 100}) {
            Clip clip = new Clip.Percentile(90, 100);
            Clipper clipper = new Clipper(clip, new double[clip.memoryLength()]);
            for (int step = 0; step < 100; step++) {
                clipped(clipper, length);
            }
            assertThat(clipped(clipper, 50 * length)).isCloseTo(length, within(1e-6 * length));
        }
    }

    @Test
    void aRestoredClipperGoesOnToTheBit() {
        Clip clip = new Clip.Percentile(30, 4);
        double[] memory = new double[clip.memoryLength()];
        Clipper first = new Clipper(clip, memory);
        for (double norm : new double[] {1, 5, 2, 9, 3}) {
            clipped(first, norm);
        }
        Clipper second = new Clipper(clip, memory.clone());
        assertThat(clipped(second, 7)).isEqualTo(clipped(first, 7)).isLessThan(7);
    }

    @Test
    void aFixedLengthShortensWhatIsLongerAndSaysByHowMuch() {
        Clipper clipper = new Clipper(new Clip.Norm(1), new double[0]);
        assertThat(clipper.keep(4)).isEqualTo(0.25);
        assertThat(clipper.kept()).isEqualTo(0.25);
        assertThat(clipper.keep(1)).isEqualTo(1);
        assertThat(clipper.kept()).isEqualTo(1);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Clip.Norm(0)).hasMessageContaining("clipNorm 0.0, must be above 0");
        assertThatThrownBy(() -> new Clip.Percentile(0, 10)).hasMessageContaining("clip percentile 0.0");
        assertThatThrownBy(() -> new Clip.Percentile(50, 1)).hasMessageContaining("clip window 1, must be 2");
        assertThatThrownBy(() -> new Clipper(new Clip.Norm(1), new double[3])).hasMessageContaining("memory of 3");
    }

    /** The length after clipping. */
    private static double clipped(Clipper clipper, double norm) {
        return norm * clipper.keep(norm);
    }
}
