package io.remine.bench;

import io.remine.operators.training.TrainerSettings;
import io.remine.state.encoder.EncoderSource;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.train.TrainSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Trains on a stream of queries whose lengths vary, with everything that a user's settings do by default, and watches the
 * resident size of this process.
 *
 * @param fromStep the first step that counts: what is made once is made by then
 * @param toStep the last one
 */
record MemoryBench(EncoderSource source, SyntheticTask task, int fromStep, int toStep) {

    MemoryBench {
        if (fromStep < 1 || toStep - fromStep < MemoryCurve.WINDOWS) {
            throw new IllegalArgumentException("from step %d to step %d, must be at least 1 and %d apart"
                    .formatted(fromStep, toStep, MemoryCurve.WINDOWS));
        }
    }

    /** @param progress told the steps done */
    MemoryCurve run(IntConsumer progress) throws IOException {
        RemineConfiguration configuration = RemineConfiguration.of(Map.of());
        TrainerSettings settings = TrainSettings.worker(configuration).trainer();
        int batch = configuration.get(RemineOptions.TRAIN_MICRO_BATCH);
        List<Long> samples = new ArrayList<>();
        try (Training training = Training.begin(source, task, settings)) {
            for (int step = 1; step <= toStep; step++) {
                int next = (step - 1) * batch;
                training.step(IntStream.range(next, next + batch)
                        .mapToObj(task::example)
                        .toList());
                if (step >= fromStep) {
                    samples.add(ProcessMemory.own().residentBytes());
                }
                progress.accept(step);
            }
        }
        return MemoryCurve.of(samples);
    }
}
