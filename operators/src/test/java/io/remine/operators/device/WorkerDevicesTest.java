package io.remine.operators.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.remine.state.resource.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.junit.jupiter.api.Test;

class WorkerDevicesTest {

    private static final Gpus NONE = new Gpus(List.of(), 0);
    private static final Gpus TWO = new Gpus(List.of(), 2);

    private final WorkerDevices devices = new WorkerDevices();

    @Test
    void aSecondGpuTakesTheSecondWorker() {
        assertThat(take(2, DeviceChoice.AUTO, TWO)).containsExactly(Device.gpu(0), Device.gpu(1));
    }

    @Test
    void threeWorkersOnTwoGpusGoRound() {
        assertThat(take(3, DeviceChoice.ANY_GPU, TWO)).containsExactly(Device.gpu(0), Device.gpu(1), Device.gpu(0));
    }

    @Test
    void aWorkerThatRestartsTakesTheGpuThatItLeft() {
        devices.take(DeviceChoice.AUTO, TWO);
        Lease<Device> second = devices.take(DeviceChoice.AUTO, TWO);
        second.close();
        assertThat(take(2, DeviceChoice.AUTO, TWO)).containsExactly(Device.gpu(1), Device.gpu(0));
    }

    @Test
    void withoutGpusWorkersComputeOnTheCpu() {
        assertThat(take(2, DeviceChoice.AUTO, NONE)).containsExactly(Device.cpu(), Device.cpu());
        assertThat(take(1, DeviceChoice.CPU, TWO)).containsExactly(Device.cpu());
    }

    @Test
    void flinksGpusGoBeforeThoseThatTheEngineSees() {
        Gpus granted = Gpus.of(Set.of(gpu("3"), gpu("1")), 4);
        assertThat(take(3, DeviceChoice.AUTO, granted)).containsExactly(Device.gpu(1), Device.gpu(3), Device.gpu(1));
    }

    @Test
    void aGpuThatFlinkGrantsAndTheEngineDoesNotSeeIsNotUsed() {
        assertThat(take(2, DeviceChoice.AUTO, Gpus.of(Set.of(gpu("0"), gpu("1")), 1)))
                .containsExactly(Device.gpu(0), Device.gpu(0));
        assertThat(take(1, DeviceChoice.AUTO, Gpus.of(Set.of(gpu("0")), 0))).containsExactly(Device.cpu());
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWithWhatIsThere() {
        assertThatThrownBy(() -> devices.take(DeviceChoice.parse("gpu1"), new Gpus(List.of(), 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("asked for device gpu1")
                .hasMessageContaining("sees 1")
                .hasMessageContaining("train.device");
        assertThatThrownBy(() -> devices.take(DeviceChoice.ANY_GPU, NONE)).hasMessageContaining("CUDA");
        assertThatThrownBy(() -> devices.take(DeviceChoice.parse("gpu0"), Gpus.of(Set.of(gpu("1")), 2)))
                .hasMessageContaining("Flink grants [1]");
    }

    @Test
    void aNamedGpuIsSharedByAllWhoNameIt() {
        assertThat(take(2, DeviceChoice.parse("gpu1"), TWO)).containsExactly(Device.gpu(1), Device.gpu(1));
        assertThat(take(1, DeviceChoice.AUTO, TWO)).containsExactly(Device.gpu(0));
    }

    @Test
    void choicesAreWrittenAsTheyAreRead() {
        for (String choice : List.of("auto", "cpu", "gpu", "gpu0", "gpu12")) {
            assertThat(DeviceChoice.isValid(choice)).isTrue();
            assertThat(DeviceChoice.parse(choice)).hasToString(choice);
        }
        for (String choice : List.of("", "GPU", "gpu-1", "gpu1234", "cuda")) {
            assertThat(DeviceChoice.isValid(choice)).isFalse();
            assertThatThrownBy(() -> DeviceChoice.parse(choice)).hasMessageContaining(DeviceChoice.RANGE);
        }
    }

    @Test
    void theProcesssOwnDeviceStandsInForAutoOnly() {
        Optional<Device> named = Optional.of(Device.gpu(1));
        assertThat(DeviceChoice.AUTO.or(named)).hasToString("gpu1");
        assertThat(DeviceChoice.CPU.or(named)).isEqualTo(DeviceChoice.CPU);
        assertThat(DeviceChoice.AUTO.or(Optional.empty())).isEqualTo(DeviceChoice.AUTO);
    }

    @Test
    void resourcesThatAreNoGpusAreRefused() {
        assertThatThrownBy(() -> Gpus.of(Set.of(gpu("first")), 1)).hasMessageContaining("'first'");
        assertThatThrownBy(() -> Gpus.of(Set.of(new FakeResource(null)), 1)).hasMessageContaining("index");
    }

    private List<Device> take(int workers, DeviceChoice choice, Gpus gpus) {
        List<Device> taken = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            taken.add(devices.take(choice, gpus).get());
        }
        return taken;
    }

    private static ExternalResourceInfo gpu(String index) {
        return new FakeResource(index);
    }

    private record FakeResource(String index) implements ExternalResourceInfo {

        @Override
        public Optional<String> getProperty(String key) {
            return key.equals("index") ? Optional.ofNullable(index) : Optional.empty();
        }

        @Override
        public Collection<String> getKeys() {
            return List.of("index");
        }
    }
}
