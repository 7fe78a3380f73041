package io.remine.streams.evaluate;

import io.remine.operators.recipe.Recipe;
import io.remine.operators.training.StepResult;
import io.remine.operators.training.TrainOperatorSettings;
import io.remine.operators.training.TrainerSettings;
import io.remine.operators.training.TrainingProbe;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.IndexView;
import io.remine.state.model.SliceLayout;
import io.remine.streams.beir.Collection;
import io.remine.streams.beir.CorpusIndex;
import io.remine.streams.beir.JudgedQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One recipe on one collection: the train queries stream by once, and the held-out queries are searched before, underway
 * and after. The test split is measured and never looked at for a choice; dev is there for that.
 */
public final class Evaluation {

    private static final int MICRO_BATCH = 32;
    private static final int NOISE_DEPTH = 10;
    private static final int GUARD_WINDOW = 96;
    private static final int WINDOWS = 8;
    /** At which hundredths of the stream the splits are measured. */
    public static final List<Integer> MARKS_PERCENT = List.of(25, 50, 100);

    /**
     * What to evaluate.
     *
     * @param limit most train queries, 0 for all
     * @param noise share of queries whose clicks are wrong, 0 to 1
     * @param controlShare share of the examples that the first encoder ranks as well
     * @param marksPercent at which hundredths of the stream the splits are measured, the last one 100
     * @param cache where encoded corpora are kept
     */
    public record Settings(
            Path collection,
            Recipe recipe,
            EncoderSource encoder,
            Trainable trainable,
            StreamOrder order,
            int passes,
            int limit,
            double noise,
            double controlShare,
            long seed,
            List<Integer> marksPercent,
            Path cache) {

        public Settings {
            marksPercent = List.copyOf(marksPercent);
            if (marksPercent.isEmpty()
                    || marksPercent.stream().anyMatch(percent -> percent < 1)
                    || marksPercent.get(marksPercent.size() - 1) != 100) {
                throw new IllegalArgumentException(
                        "marks %s, must be hundredths of the stream and end with 100".formatted(marksPercent));
            }
            if (passes < 1 || passes > 1_000 || limit < 0) {
                throw new IllegalArgumentException(
                        "%d passes over %d queries, must be 1 to 1000, and at least 0, for all"
                                .formatted(passes, limit));
            }
            if (!(noise >= 0 && noise <= 1)) {
                throw new IllegalArgumentException("noise %s, must be a share from 0 to 1".formatted(noise));
            }
        }
    }

    private final Settings settings;
    private final Consumer<String> progress;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    private Evaluation(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs it; what is going on is told in lines. */
    public static EvaluationResult run(Settings settings, Consumer<String> progress) throws Exception {
        return new Evaluation(settings, progress).run();
    }

    private EvaluationResult run() throws Exception {
        Collection collection = Collection.read(settings.collection());
        try (Encoder control = new Encoder(settings.encoder(), settings.trainable());
                IndexView index = timed("encode documents", () -> index(collection, control))) {
            List<JudgedQuery> test = collection.split("test");
            List<JudgedQuery> dev = collection.has("dev") ? collection.split("dev") : List.of();
            Noise.Noisy train = train(collection, control, index);
            Measured zeroShot = measure(control, index, dev, test, 0);
            ClickStream stream = ClickStream.of(train.queries(), settings.passes());
            Probe probe = new Probe(index, dev, test, stream.queries().size());
            try (CorpusSource source = new CorpusSource(settings.encoder(), settings.trainable(), index)) {
                long start = System.nanoTime();
                StreamTraining.run(stream, operatorSettings(control), source, probe);
                seconds.put("train", (System.nanoTime() - start) / 1e9 - probe.measureSeconds);
            }
            return new EvaluationResult(
                    collection.name(),
                    settings.recipe(),
                    settings.seed(),
                    settings.noise(),
                    train.wrong(),
                    collection.documents().size(),
                    stream.queries().size(),
                    test,
                    zeroShot,
                    probe.measured,
                    probe.windows(),
                    probe.guard.noticedAt(),
                    probe.firstLoss,
                    probe.firstGradientNorm,
                    probe.unfit,
                    withPhases(probe));
        }
    }

    private IndexView index(Collection collection, Encoder encoder) throws IOException {
        int documents = collection.documents().size();
        return CorpusIndex.open(
                collection.documents(),
                settings.encoder(),
                encoder,
                settings.cache(),
                done -> progress.accept("encoded %,d of %,d documents".formatted(done, documents)));
    }

    private Noise.Noisy train(Collection collection, Encoder control, IndexView index) throws Exception {
        List<JudgedQuery> all = settings.order().of(collection.split("train"));
        List<JudgedQuery> some = settings.limit() == 0 ? all : all.subList(0, Math.min(settings.limit(), all.size()));
        if (settings.noise() == 0) {
            return new Noise.Noisy(some, 0);
        }
        List<List<String>> rankings =
                timed("noise", () -> TestSearch.ids(TestSearch.search(control, index, some, NOISE_DEPTH)));
        return Noise.of(some, rankings, settings.noise(), settings.seed());
    }

    private TrainOperatorSettings operatorSettings(Encoder control) {
        int parameters = control.trainable().size();
        return new TrainOperatorSettings(
                new TrainerSettings(
                        settings.recipe(),
                        settings.controlShare(),
                        TrainerSettings.DEFAULT_MAX_GRADIENT_NORM,
                        settings.seed()),
                MICRO_BATCH,
                0,
                Math.min(parameters, SliceLayout.DEFAULT_SLICE_LENGTH),
                true);
    }

    private Measured measure(
            Encoder encoder, IndexView index, List<JudgedQuery> dev, List<JudgedQuery> test, long examples) {
        List<List<TestSearch.Found>> ofTest = TestSearch.search(encoder, index, test, Measures.DEPTH);
        Optional<Measures> ofDev = dev.isEmpty()
                ? Optional.empty()
                : Optional.of(Measures.of(dev, TestSearch.ids(TestSearch.search(encoder, index, dev, Measures.DEPTH))));
        Measured measured = new Measured(examples, Measures.of(test, TestSearch.ids(ofTest)), ofDev, ofTest);
        progress.accept("after %,d examples: test nDCG@10 %.4f, MRR@10 %.4f, Recall@100 %.4f"
                .formatted(
                        examples,
                        measured.test().meanNdcg10(),
                        measured.test().meanMrr10(),
                        measured.test().meanRecall100()));
        return measured;
    }

    private Map<String, Double> withPhases(Probe probe) {
        seconds.put("train: search", probe.searchMillis / 1e3);
        seconds.put("measure", probe.measureSeconds);
        return seconds;
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private <T> T timed(String phase, Work<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.run();
        seconds.put(phase, (System.nanoTime() - start) / 1e9);
        return result;
    }

    /** Listens to the worker: adds up what it says, and measures at the marks. Called by its thread alone. */
    private final class Probe implements TrainingProbe {

        private static final long serialVersionUID = 1L;

        private final transient IndexView index;
        private final transient List<JudgedQuery> dev;
        private final transient List<JudgedQuery> test;
        private final long examples;
        private final transient List<Measured> measured = new ArrayList<>();
        private final transient List<Prequential> batches = new ArrayList<>();
        private final transient Guard guard = new Guard(GUARD_WINDOW);
        private double firstLoss;
        private double firstGradientNorm;
        private double searchMillis;
        private double measureSeconds;
        private long seen;
        private int unfit;

        Probe(IndexView index, List<JudgedQuery> dev, List<JudgedQuery> test, long examples) {
            this.index = index;
            this.dev = dev;
            this.test = test;
            this.examples = examples;
        }

        @Override
        public void afterMicroBatch(Moment moment) {
            if (seen == 0) {
                firstLoss = moment.result().loss();
                firstGradientNorm = moment.result().gradientNorm();
            }
            unfit += moment.result().outcome() == StepResult.Outcome.UNFIT ? 1 : 0;
            searchMillis += moment.result().searchMillis();
            batches.add(moment.result().prequential());
            guard.add(moment.result().prequential());
            long before = seen;
            seen += moment.examples();
            for (int percent : settings.marksPercent()) {
                long mark = examples * percent / 100;
                if (before < mark && seen >= mark) {
                    long start = System.nanoTime();
                    measured.add(measure(moment.encoder(), index, dev, test, seen));
                    measureSeconds += (System.nanoTime() - start) / 1e9;
                }
            }
            if (moment.microBatches() % 20 == 0) {
                progress.accept("trained on %,d of %,d examples, loss %.5f, gradient %.4f, MRR@10 so far %.4f"
                        .formatted(
                                seen,
                                examples,
                                moment.result().loss(),
                                moment.result().gradientNorm(),
                                batches.stream()
                                        .reduce(Prequential.NONE, Prequential::plus)
                                        .mrr()));
            }
        }

        /** The stream in so many parts of equal length. */
        List<Prequential> windows() {
            List<Prequential> windows = new ArrayList<>();
            for (int window = 0; window < WINDOWS; window++) {
                int from = batches.size() * window / WINDOWS;
                int to = batches.size() * (window + 1) / WINDOWS;
                windows.add(batches.subList(from, to).stream().reduce(Prequential.NONE, Prequential::plus));
            }
            return windows;
        }
    }
}
