package io.remine.bench;

import com.sun.management.OperatingSystemMXBean;
import io.remine.operators.training.StepResult;
import io.remine.operators.training.TrainerSettings;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.MiniLm;
import io.remine.state.record.Example;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.train.TrainSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Trains MiniLM on the same micro-batches over the same index as a peer, by turns: a round here, a round there. */
final class TrainingBench {

    private static final int WARM_UP_STEPS = 4;
    private static final double LOSS_TOLERANCE = 1e-3;

    private final PeerOptions options;
    private final int rounds;
    private final int steps;

    /**
     * @param rounds of each side
     * @param steps of a round
     */
    TrainingBench(PeerOptions options, int rounds, int steps) {
        if (rounds < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "%d rounds of %d steps, must be at least 1 of 1".formatted(rounds, steps));
        }
        this.options = options;
        this.rounds = rounds;
        this.steps = steps;
    }

    /** @param peerArguments of bench/peers/train.py, after directory and threads; null if the peer is not installed */
    Comparison run(SyntheticTask task, List<String> peerArguments) throws IOException {
        RemineConfiguration configuration = RemineConfiguration.of(PeerTask.SETTINGS);
        TrainerSettings settings = TrainSettings.worker(configuration).trainer();
        int batch = configuration.get(RemineOptions.TRAIN_MICRO_BATCH);
        EncoderSource source = MiniLm.load();
        List<Example> examples = IntStream.range(0, (WARM_UP_STEPS + rounds * steps) * batch)
                .mapToObj(task::example)
                .toList();
        Path directory = Files.createTempDirectory("remine-bench");
        try (Training training = Training.begin(source, task, settings)) {
            Ours ours = new Ours(training, examples, batch);
            if (peerArguments == null) {
                return new Comparison("", rounds(ours), List.of(), steps * batch);
            }
            PeerTask.write(directory, source, training.index(), examples, settings.recipe(), batch);
            List<String> arguments =
                    new ArrayList<>(List.of(directory.toString(), "--threads", Integer.toString(options.threads)));
            arguments.addAll(peerArguments);
            try (Peer peer = Peer.start(options.python, options.scripts.resolve("train.py"), arguments)) {
                return byTurns(ours, peer, steps * batch);
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private List<Round> rounds(Ours ours) {
        ours.train(WARM_UP_STEPS);
        return IntStream.range(0, rounds).mapToObj(round -> ours.train(steps)).toList();
    }

    private Comparison byTurns(Ours ours, Peer peer, int examples) throws IOException {
        checkSameWork(
                ours.train(WARM_UP_STEPS).losses(),
                Round.of(peer.ask("steps " + WARM_UP_STEPS)).losses());
        List<Round> rounds = new ArrayList<>();
        List<Round> peers = new ArrayList<>();
        for (int round = 0; round < this.rounds; round++) {
            rounds.add(ours.train(steps));
            peers.add(Round.of(peer.ask("steps " + steps)));
        }
        return new Comparison(peer.name(), rounds, peers, examples);
    }

    private static void checkSameWork(List<Double> ours, List<Double> peers) {
        for (int step = 0; step < ours.size(); step++) {
            if (Math.abs(ours.get(step) - peers.get(step)) > LOSS_TOLERANCE * Math.abs(peers.get(step))) {
                throw new IllegalStateException(
                        "not the same work: losses of the first steps are %s, the peer's %s".formatted(ours, peers));
            }
        }
    }

    /** Our side. */
    private static final class Ours {

        private static final double NANOS = 1e9;
        private static final OperatingSystemMXBean PROCESS =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        private final Training training;
        private final List<Example> examples;
        private final int batch;
        private int next;

        Ours(Training training, List<Example> examples, int batch) {
            this.training = training;
            this.examples = examples;
            this.batch = batch;
        }

        Round train(int steps) {
            List<Double> losses = new ArrayList<>();
            long start = System.nanoTime();
            long cpuStart = PROCESS.getProcessCpuTime();
            for (int step = 0; step < steps; step++) {
                StepResult result = training.step(examples.subList(next, next + batch));
                losses.add(result.loss());
                next += batch;
            }
            double seconds = (System.nanoTime() - start) / NANOS;
            return new Round(seconds, (PROCESS.getProcessCpuTime() - cpuStart) / NANOS, losses);
        }
    }
}
