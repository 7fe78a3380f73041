package io.remine.streams.demo;

import io.remine.state.lineage.Lineage;
import io.remine.state.live.Status;
import io.remine.state.live.View;
import io.remine.state.model.GenerationRecord;
import io.remine.state.record.DocumentId;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.readers.DictionaryTask;
import io.remine.streams.readers.Gloss;
import io.remine.streams.readers.InputLineage;
import io.remine.streams.readers.Reader;
import io.remine.streams.readers.Readers;
import io.remine.streams.readers.Records;
import io.remine.streams.readers.TopicScan;
import io.remine.streams.search.Serving;
import io.remine.streams.terminal.Screen;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The demo from beginning to end: {@link #run} builds the index, lets readers read while the model learns, waits until
 * everything is learnt, and compares. Closing it stops what was started, the last first.
 */
final class Demo implements AutoCloseable {

    private static final int SUGGESTIONS = 6;
    private static final double FIRST_CLICKS_PER_SECOND = 30;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration CHANGE_A_DOCUMENT = Duration.ofSeconds(1);
    /** Without a new version for this long, what is not trained will not be. */
    private static final Duration STALLED = Duration.ofMinutes(2);

    private final DemoSettings settings;
    private final Path directory;
    private final Screen screen;
    private final Stop stop;
    private final long processMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
    private final long startMillis = System.currentTimeMillis();
    private final String run = Long.toString(startMillis, Character.MAX_RADIX);
    private final Deque<Closeable> opened = new ArrayDeque<>();

    private RemineConfiguration configuration;
    private Producer<byte[], byte[]> producer;
    private Memory memory;
    private Jobs jobs;
    private Serving serving;
    private double secondsToFirstSearch;

    Demo(DemoSettings settings, Path directory, Screen screen, Stop stop) {
        this.settings = settings;
        this.directory = directory;
        this.screen = screen;
        this.stop = stop;
    }

    /** Runs until the summary, or until it is to stop; false if what was trained is not what was clicked. */
    boolean run() throws Exception {
        CompletableFuture<DictionaryTask> loading =
                CompletableFuture.supplyAsync(() -> DictionaryTask.load(settings.documents(), settings.seed()));
        screen.current("starting Kafka and Flink");
        start(loading);
        DictionaryTask task = loading.join();
        if (!buildIndex(task)) {
            return true;
        }
        RunningJob training = jobs.startTraining();
        screen.line("Readers look words up and click. The page: " + serving.address());

        Pace pace = new Pace(FIRST_CLICKS_PER_SECOND, DemoConfiguration.MICRO_BATCH, settings.checkpointInterval());
        ClickLedger ledger = new ClickLedger();
        Watch watch = new Watch(serving.live(), serving.journal(), pace, ledger, startMillis);
        DocumentProbe probe = new DocumentProbe(producer, configuration.topics(), run);
        serving.live().addListener(view -> {
            watch.served(view);
            probe.served(view.index(), System.currentTimeMillis());
        });
        try (Readers readers = readers(task, pace, ledger)) {
            readers.start();
            read(watch, probe, training);
        }
        probe.deleteAll();
        if (stop.isRequested()) {
            return true;
        }
        Lineage input = InputLineage.read(
                configuration.kafkaClient(),
                configuration.topics().name(Topic.QUERIES),
                configuration.topics().name(Topic.CLICKS));
        Optional<Double> examplesPerSecond = watch.examplesPerSecond();
        awaitTrained(watch, input, training);
        if (stop.isRequested()) {
            return true;
        }
        Report report = report(task, watch, ledger, probe, input, examplesPerSecond, training);
        Summary.of(report).forEach(screen::line);
        if (settings.report().isPresent()) {
            report.writeTo(settings.report().get());
            screen.line("The figures are in " + settings.report().get());
        }
        if (settings.stay()) {
            screen.line("Serving on at %s until Ctrl-C".formatted(serving.address()));
            stop.await();
        }
        return report.lineage().holds();
    }

    @Override
    public void close() throws IOException {
        screen.current("ending");
        IOException failure = new IOException("the demo did not end in order");
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        screen.line("");
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void start(CompletableFuture<DictionaryTask> loading) throws IOException {
        Files.createDirectories(directory);
        memory = Memory.open(
                directory,
                EmbeddedCluster.checkpoints(directory.resolve("flink")),
                settings.documents(),
                settings.seed());
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
        opened.push(broker::close);
        stop.check();
        configuration = DemoConfiguration.of(settings, directory, broker.bootstrapServers());
        TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.of((short) 1));
        GenerationRecord generation = GenerationPublisher.ensure(configuration);
        stop.check();
        EmbeddedCluster cluster = EmbeddedCluster.start(directory.resolve("flink"), DemoConfiguration.SLOTS, Map.of());
        opened.push(cluster::close);
        producer =
                new KafkaProducer<>(configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
        opened.push(producer);
        stop.check();
        serving = Serving.start(configuration, suggestions(loading.join()));
        opened.push(serving::close);
        jobs = new Jobs(
                configuration, generation, cluster, memory, settings.directory().isPresent());
        opened.push(jobs);
        stop.check();
    }

    /** Whether the index is complete; false if the demo is to stop. */
    private boolean buildIndex(DictionaryTask task) throws Exception {
        RunningJob indexing = jobs.startIndexing();
        if (!memory.isLoaded()) {
            String topic = configuration.topics().name(Topic.DOCUMENTS);
            for (Gloss gloss : task.documents()) {
                Future<?> unused = producer.send(Records.document(topic, gloss.id(), gloss.text()));
            }
            producer.flush();
            memory.loaded();
        }
        DocumentId last = task.documents().get(task.documents().size() - 1).id();
        while (!isSearchable(task.documents().size(), last)) {
            Jobs.check(indexing);
            Status status = serving.live().status();
            screen.progress(
                    "building the index",
                    Math.min(status.documents(), task.documents().size()),
                    task.documents().size());
            if (stop.await(LOOK)) {
                return false;
            }
        }
        serving.live().search(task.heldOut().get(0).text(), SUGGESTIONS);
        secondsToFirstSearch = (System.currentTimeMillis() - processMillis) / 1e3;
        screen.line("%,d documents are searchable after %.0f s"
                .formatted(task.documents().size(), secondsToFirstSearch));
        return true;
    }

    private boolean isSearchable(int documents, DocumentId last) {
        try (Lease<View> lease = serving.live().lease().orElse(null)) {
            return lease != null
                    && lease.get().index().rows() >= documents
                    && lease.get().index().rowOf(last).isPresent();
        }
    }

    private Readers readers(DictionaryTask task, Pace pace, ClickLedger ledger) {
        Random random = new Random(settings.seed() ^ startMillis);
        return new Readers(
                producer,
                configuration.topics(),
                task.stream(random),
                Reader.USUAL,
                new Random(random.nextLong()),
                pace::perSecond,
                (position, query, document, millis) -> ledger.made(position, millis),
                run);
    }

    private void read(Watch watch, DocumentProbe probe, RunningJob training) throws InterruptedException {
        long end = System.nanoTime() + settings.reading().toNanos();
        long change = System.nanoTime();
        while (System.nanoTime() < end && !stop.await(LOOK)) {
            Jobs.check(training);
            watch.look();
            screen.current(watch.line());
            if (System.nanoTime() >= change) {
                probe.change();
                change += CHANGE_A_DOCUMENT.toNanos();
            }
        }
    }

    /** Waits until the model has learnt from every click and answers with that, or until nothing moves any more. */
    private void awaitTrained(Watch watch, Lineage input, RunningJob training) throws InterruptedException {
        long moved = System.nanoTime();
        long before = -1;
        while (System.nanoTime() - moved < STALLED.toNanos() && !watch.isServed(input) && !stop.await(LOOK)) {
            Jobs.check(training);
            watch.look();
            screen.current(watch.line() + " · learning the rest");
            if (watch.trained().examples() != before) {
                before = watch.trained().examples();
                moved = System.nanoTime();
            }
        }
    }

    private Report report(
            DictionaryTask task,
            Watch watch,
            ClickLedger ledger,
            DocumentProbe probe,
            Lineage input,
            Optional<Double> examplesPerSecond,
            RunningJob training) {
        screen.current("comparing on %,d lookups that nobody clicked"
                .formatted(task.heldOut().size()));
        Report.HeldOut heldOut;
        try (Lease<View> lease = serving.live().lease().orElseThrow()) {
            heldOut = HeldOut.compare(lease.get(), task.heldOut(), settings.seed());
        }
        return new Report(
                settings.documents(),
                secondsToFirstSearch,
                watch.firstServedMillis().isPresent()
                        ? (watch.firstServedMillis().getAsLong() - processMillis) / 1e3
                        : null,
                watch.releases().size(),
                heldOut,
                watch.points(),
                new Report.LineageCheck(
                        input.examples(),
                        input.digestHex(),
                        watch.trained().examples(),
                        watch.trained().digestHex()),
                watch.driftFromBase().isPresent() ? watch.driftFromBase().getAsDouble() : null,
                ledger.toServed().percentiles(),
                probe.toSearchable().percentiles(),
                examplesPerSecond.orElse(null),
                Jobs.checkpointDurations(training).percentiles(),
                TopicScan.count(
                        configuration.kafkaClient(), configuration.topics().name(Topic.DEAD_LETTERS)),
                settings.seed());
    }

    private static List<String> suggestions(DictionaryTask task) {
        Map<String, String> first = new LinkedHashMap<>();
        task.heldOut().forEach(lookup -> first.putIfAbsent(lookup.word(), lookup.text()));
        return first.values().stream().limit(SUGGESTIONS).toList();
    }
}
