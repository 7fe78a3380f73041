package io.remine.streams.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterStateTest {

    private static final ClusterState STATE = new ClusterState(
            "sxPusKLGQ7GjJp-8fVkIXQ",
            2,
            1_536,
            new ClusterPorts(25_096, 23_856, 23_802, List.of(22_617), List.of(28_115)),
            List.of(
                    new ProcessState(Role.BROKER, 1, 3, OptionalLong.of(4_711)),
                    new ProcessState(Role.TASK_MANAGER, 2, 1, OptionalLong.empty())));

    @TempDir
    private Path directory;

    @Test
    void isReadFromItsGoldenFileAndWrittenAsThat() throws IOException {
        byte[] golden;
        try (InputStream file = getClass().getResourceAsStream("/golden/local/cluster-1.json")) {
            golden = file.readAllBytes();
        }
        assertThat(ClusterStateJson.read(golden)).isEqualTo(STATE);
        assertThat(new String(ClusterStateJson.write(STATE), StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(new String(golden, StandardCharsets.UTF_8));
    }

    @Test
    void anotherVersionIsRefused() {
        assertThatThrownBy(() -> ClusterStateJson.read("{\"version\": 2}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("has version 2, this release reads 1; start with a new directory");
    }

    @Test
    void keepsWhatOtherThreadsHaveChangedMeanwhile() throws InterruptedException {
        StateFile file = new StateFile(new ClusterDirectory(directory));
        file.replace(nothing -> STATE);
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            int number = 10 + i;
            threads[i] =
                    new Thread(() -> file.update(state -> state.with(ProcessState.never(Role.TASK_MANAGER, number))));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(file.read().processes(Role.TASK_MANAGER)).hasSize(5);
    }

    /** The pid of a process that ended may by now be anybody's, here that of this test. */
    @Test
    void aProcessThatDoesNotBearTheMarkIsNeitherAliveNorEverKilled() {
        StateFile file = new StateFile(new ClusterDirectory(directory));
        long own = ProcessHandle.current().pid();
        file.replace(nothing -> STATE.with(new ProcessState(Role.TASK_MANAGER, 2, 1, OptionalLong.of(own))));
        LocalProcess process =
                LocalCluster.open(directory).processes(Role.TASK_MANAGER).get(0);
        assertThat(process.isAlive()).isFalse();
        process.kill();
        assertThat(process.pid()).isEmpty();
        assertThatThrownBy(process::pause)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageStartingWith("task-manager-2 does not run; restart it first");
    }

    @Test
    void portsOfAnEarlierLifeAreKeptAndThoseWishedComeFirst() {
        Random random = new Random(1);
        ClusterPorts kept = ClusterPorts.choose(Map.of(), 1, Optional.of(STATE.ports()), random);
        assertThat(kept).isEqualTo(STATE.ports());
        ClusterPorts wished = ClusterPorts.choose(Map.of(Role.SEARCH, 12_345), 2, Optional.of(STATE.ports()), random);
        assertThat(wished.search()).isEqualTo(12_345);
        assertThat(wished.brokers()).hasSize(2).startsWith(22_617);
        assertThat(wished.rest()).isEqualTo(23_856);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> LocalCluster.open(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no cluster in %s; `remine cluster start` makes one".formatted(directory));
        LocalClusterSettings settings = LocalClusterSettings.of(directory);
        assertThatThrownBy(() -> settings.withTaskManagers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 TaskManagers, allowed: 1 to 64");
        assertThatThrownBy(() -> settings.withPort(Role.TASK_MANAGER, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TaskManagers take free ones");
    }
}
