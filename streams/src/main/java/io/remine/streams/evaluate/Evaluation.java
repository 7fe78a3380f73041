package io.remine.streams.evaluate;

import io.remine.operators.device.DeviceChoice;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.training.Precision;
import io.remine.operators.training.StepResult;
import io.remine.operators.training.TrainOperatorSettings;
import io.remine.operators.training.TrainerSettings;
import io.remine.operators.training.TrainingProbe;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ProductPrecision;
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
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Recipes on one collection: the train queries stream by once, and the held-out queries are searched before, underway and
 * after. The test split is measured and never looked at for a choice; dev is there for that.
 */
public final class Evaluation implements AutoCloseable {

    private static final int NOISE_DEPTH = 10;
    private static final int WINDOWS = 8;

    private final EncoderSource source;
    private final Trainable trainable;
    private final Consumer<String> progress;
    private final Collection collection;
    private final List<JudgedQuery> train;
    private final List<JudgedQuery> dev;
    private final List<JudgedQuery> test;
    private final Encoder control;
    private final IndexView index;
    private final Measured zeroShot;
    private final double encodeSeconds;

    private Evaluation(
            Collection collection,
            EncoderSource source,
            Trainable trainable,
            Encoder control,
            Path cache,
            Consumer<String> progress)
            throws IOException {
        this.source = source;
        this.trainable = trainable;
        this.progress = progress;
        this.collection = collection;
        this.train = collection.split("train");
        this.dev = collection.has("dev") ? collection.split("dev") : List.of();
        this.test = collection.split("test");
        this.control = control;
        long start = System.nanoTime();
        int documents = collection.documents().size();
        this.index = CorpusIndex.open(
                collection.documents(),
                source,
                control,
                cache,
                done -> progress.accept("encoded %,d of %,d documents".formatted(done, documents)));
        this.encodeSeconds = secondsSince(start);
        this.zeroShot = measure(control, 0);
    }

    /**
     * Reads and encodes a collection, and measures the encoder that every run begins with.
     *
     * @param cache where encoded corpora are kept
     * @param progress told in lines what is going on
     */
    public static Evaluation open(
            Path directory, EncoderSource source, Trainable trainable, Path cache, Consumer<String> progress)
            throws IOException {
        Collection collection = Collection.read(directory);
        Encoder control = new Encoder(source, trainable);
        try {
            return new Evaluation(collection, source, trainable, control, cache, progress);
        } catch (IOException | RuntimeException e) {
            control.close();
            throw e;
        }
    }

    /** Streams the train queries through one recipe, from the first encoder on. */
    public EvaluationResult run(Recipe recipe, EvaluationSettings settings) throws Exception {
        return run(recipe, settings, List.of());
    }

    /**
     * The same, and measures the last encoder on other collections too, of which it has seen nothing.
     *
     * @param others opened with the same first encoder
     */
    public EvaluationResult run(Recipe recipe, EvaluationSettings settings, List<Evaluation> others) throws Exception {
        Noise.Noisy stream = stream(settings);
        ClickStream clicks = ClickStream.of(stream.queries(), settings.passes());
        Optional<Ahead> ahead = settings.ahead() ? Optional.of(new Ahead(stream.right())) : Optional.empty();
        Probe probe = new Probe(settings.marksPercent(), clicks.queries().size(), others, ahead);
        long start = System.nanoTime();
        try (CorpusSource corpus = new CorpusSource(source, trainable, index)) {
            StreamTraining.run(clicks, settings.workers(), operatorSettings(recipe, settings), corpus, probe);
        }
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("encode documents", encodeSeconds);
        seconds.put("train", secondsSince(start) - probe.measureSeconds);
        seconds.put("train: search", probe.searchMillis / 1e3);
        seconds.put("measure", probe.measureSeconds);
        return new EvaluationResult(
                collection.name(),
                recipe,
                settings.seed(),
                settings.noise(),
                settings.workers().count(),
                stream.wrong(),
                collection.documents().size(),
                clicks.queries().size(),
                test,
                zeroShot,
                probe.measured,
                probe.elsewhere,
                probe.windows(),
                ahead.map(Ahead::meanNdcg10).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                probe.guard.noticedAt(),
                probe.firstLoss,
                probe.firstGradientNorm,
                probe.unfit,
                seconds);
    }

    private Noise.Noisy stream(EvaluationSettings settings) {
        List<JudgedQuery> all = settings.order().of(train);
        List<JudgedQuery> some = settings.limit() == 0 ? all : all.subList(0, Math.min(settings.limit(), all.size()));
        if (settings.noise() == 0) {
            return new Noise.Noisy(some, some, 0);
        }
        List<List<String>> rankings = TestSearch.ids(TestSearch.search(control, index, some, NOISE_DEPTH));
        return Noise.of(some, rankings, settings.noise(), settings.seed());
    }

    private TrainOperatorSettings operatorSettings(Recipe recipe, EvaluationSettings settings) {
        return new TrainOperatorSettings(
                new TrainerSettings(
                        recipe, settings.controlShare(), TrainerSettings.DEFAULT_MAX_GRADIENT_NORM, settings.seed()),
                settings.workers().microBatch(),
                0,
                0,
                Math.min(control.trainable().size(), SliceLayout.DEFAULT_SLICE_LENGTH),
                true,
                Precision.FP32,
                DeviceChoice.of(control.device()),
                ProductPrecision.SINGLE);
    }

    private Measured measure(Encoder encoder, long examples) {
        List<List<TestSearch.Found>> rankings = TestSearch.search(encoder, index, test, Measures.DEPTH);
        Optional<Measures> ofDev = dev.isEmpty() ? Optional.empty() : Optional.of(measures(encoder, dev));
        Measured measured = new Measured(examples, Measures.of(test, TestSearch.ids(rankings)), ofDev, rankings);
        progress.accept("%s after %,d examples: test nDCG@10 %.4f, MRR@10 %.4f, Recall@100 %.4f"
                .formatted(
                        collection.name(),
                        examples,
                        measured.test().meanNdcg10(),
                        measured.test().meanMrr10(),
                        measured.test().meanRecall100()));
        return measured;
    }

    private Measures measures(Encoder encoder, List<JudgedQuery> queries) {
        return Measures.of(queries, TestSearch.ids(TestSearch.search(encoder, index, queries, Measures.DEPTH)));
    }

    private Elsewhere elsewhere(Encoder encoder, long examples) {
        return new Elsewhere(collection.name(), zeroShot, measure(encoder, examples));
    }

    @Override
    public void close() {
        index.close();
        control.close();
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Listens to the worker: adds up what it says, and measures at the marks. Called by its thread alone. */
    private final class Probe implements TrainingProbe {

        private static final long serialVersionUID = 1L;

        private final transient List<Integer> marksPercent;
        private final long examples;
        private final transient List<Evaluation> others;
        private final transient Optional<Ahead> ahead;
        private final transient List<Measured> measured = new ArrayList<>();
        private final transient List<Elsewhere> elsewhere = new ArrayList<>();
        private final transient List<Prequential> batches = new ArrayList<>();
        private final transient Guard guard = new Guard();
        private double firstLoss;
        private double firstGradientNorm;
        private double searchMillis;
        private double measureSeconds;
        private long seen;
        private int unfit;

        Probe(List<Integer> marksPercent, long examples, List<Evaluation> others, Optional<Ahead> ahead) {
            this.marksPercent = marksPercent;
            this.examples = examples;
            this.others = others;
            this.ahead = ahead;
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
            for (int percent : marksPercent) {
                long mark = examples * percent / 100;
                if (before < mark && seen >= mark) {
                    long start = System.nanoTime();
                    measured.add(measure(moment.encoder(), seen));
                    if (percent == 100) {
                        others.forEach(other -> elsewhere.add(other.elsewhere(moment.encoder(), seen)));
                    }
                    measureSeconds += secondsSince(start);
                }
            }
            long start = System.nanoTime();
            ahead.ifPresent(measured -> measured.learnt(
                    seen, queries -> measures(moment.encoder(), queries).meanNdcg10()));
            measureSeconds += secondsSince(start);
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
