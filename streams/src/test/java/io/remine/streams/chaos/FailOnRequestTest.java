package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.training.TrainingProbe.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailOnRequestTest {

    @TempDir
    private Path directory;

    @Test
    void aWorkerFailsOnceForEachRequestWhereverItRuns() throws IOException, ClassNotFoundException {
        Path request = directory.resolve("fail");
        FailOnRequest here = new FailOnRequest(request);
        FailOnRequest there = InstantiationUtil.clone(here);
        Moment moment = new Moment(3, 1, 8, null, null);

        assertThatCode(() -> there.afterMicroBatch(moment)).doesNotThrowAnyException();
        for (int i = 0; i < 2; i++) {
            Files.createFile(request);
            assertThatThrownBy(() -> there.afterMicroBatch(moment)).hasMessageContaining("worker 3 was asked to fail");
            assertThatCode(() -> here.afterMicroBatch(moment)).doesNotThrowAnyException();
        }
    }
}
