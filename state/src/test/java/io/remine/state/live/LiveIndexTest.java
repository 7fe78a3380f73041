package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIndexTest {

    @Test
    void oneThatCannotBeOpenedLeavesNothingBehind(@TempDir Path directory) throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        LiveIndexOptions options =
                LiveIndexOptions.of("a broker without a port", directory).withApproximateAbove(1_000);

        assertThatThrownBy(() -> LiveIndex.open(options)).isInstanceOf(KafkaException.class);

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .doesNotContain("index-graph", "live-index", "live-index-prepare");
        LiveCaches.open(directory).close();
    }
}
