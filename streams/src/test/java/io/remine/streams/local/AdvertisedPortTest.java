package io.remine.streams.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.streams.broker.BrokerNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AdvertisedPortTest {

    @Test
    void aBrokerListensOnItsPortAndTellsClientsTheAdvertisedOne() {
        Properties relayed = new BrokerNode(1, Path.of("broker"), 10_001, 10_002, List.of(10_003)).properties();
        assertThat(relayed.getProperty("listeners")).startsWith("PLAINTEXT://127.0.0.1:10001,");
        assertThat(relayed.getProperty("advertised.listeners")).isEqualTo("PLAINTEXT://127.0.0.1:10002");
        Properties plain = new BrokerNode(1, Path.of("broker"), 10_001, List.of(10_003)).properties();
        assertThat(plain.getProperty("advertised.listeners")).isEqualTo("PLAINTEXT://127.0.0.1:10001");
    }

    @Test
    void anAdvertisedPortIsOneBrokers() {
        LocalClusterSettings one = LocalClusterSettings.of(Path.of("cluster")).withAdvertised(10_002);
        assertThatThrownBy(() -> one.withBrokers(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 brokers");
        assertThatThrownBy(() -> one.withAdvertised(0)).hasMessageContaining("allowed: 1 to 65535");
    }
}
