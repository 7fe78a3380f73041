package io.remine.streams.chaos;

import io.remine.state.invariant.Finding;
import io.remine.state.invariant.Invariant;
import io.remine.state.invariant.NoMixedView;
import io.remine.state.invariant.SearchesAnswered;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.GenerationRecord;
import io.remine.streams.chaos.ChaosReport.Injected;
import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.local.LocalCluster;
import io.remine.streams.local.LocalClusterSettings;
import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.Role;
import io.remine.streams.readers.DictionaryTask;
import io.remine.streams.readers.Gloss;
import io.remine.streams.readers.InputLineage;
import io.remine.streams.readers.Reader;
import io.remine.streams.readers.Readers;
import io.remine.streams.readers.Records;
import io.remine.streams.terminal.Screen;
import io.remine.streams.topics.Topic;
import io.remine.streams.train.TrainJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One run: a deployment of real processes, readers that read, searches, and faults of a schedule; in the end what the last
 * version has learnt is compared with what lies in Kafka.
 */
final class ChaosRun {

    private static final int DOCUMENTS = 500;
    private static final int QUESTIONS = 10;
    private static final int TASK_MANAGERS = 3;
    private static final int SLOTS = 2; // of each: one TaskManager may be away
    private static final Duration LOOK = Duration.ofMillis(50);
    /** Without a new version for this long, none will come. */
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final Scenario scenario;
    private final long seed;
    private final Duration time;
    private final double clicksPerSecond;
    private final Path directory;
    private final Screen screen;
    private final List<Injected> injected = new ArrayList<>();
    private final NoMixedView views = new NoMixedView();
    private final SearchesAnswered answered = new SearchesAnswered();

    ChaosRun(Scenario scenario, long seed, Duration time, double clicksPerSecond, Path directory, Screen screen) {
        this.scenario = scenario;
        this.seed = seed;
        this.time = time;
        this.clicksPerSecond = clicksPerSecond;
        this.directory = directory;
        this.screen = screen;
    }

    ChaosReport run() throws Exception {
        long startedMillis = System.currentTimeMillis();
        DictionaryTask task = DictionaryTask.load(DOCUMENTS, seed);
        try (LocalCluster cluster = LocalCluster.start(settings(), screen::current)) {
            Thread end = new Thread(cluster::close, "end-cluster");
            Runtime.getRuntime().addShutdownHook(end);
            RemineConfiguration configuration = cluster.configuration();
            try (KafkaProducer<byte[], byte[]> producer = producer(configuration)) {
                submit(cluster, configuration);
                String documents = configuration.topics().name(Topic.DOCUMENTS);
                for (Gloss gloss : task.documents()) {
                    Future<?> unused = producer.send(Records.document(documents, gloss.id(), gloss.text()));
                }
                producer.flush();
                return run(cluster, configuration, producer, task, startedMillis);
            } finally {
                Runtime.getRuntime().removeShutdownHook(end);
            }
        }
    }

    private ChaosReport run(
            LocalCluster cluster,
            RemineConfiguration configuration,
            KafkaProducer<byte[], byte[]> producer,
            DictionaryTask task,
            long startedMillis)
            throws Exception {
        Random random = new Random(seed);
        Readers readers = new Readers(
                producer,
                configuration.topics(),
                task.stream(random),
                Reader.USUAL,
                new Random(random.nextLong()),
                () -> clicksPerSecond,
                (position, query, document, millis) -> {},
                Long.toString(startedMillis, Character.MAX_RADIX));
        Training training = new Training(readers::asked);
        List<String> questions = task.heldOut().stream()
                .map(lookup -> lookup.text())
                .distinct()
                .limit(QUESTIONS)
                .toList();
        String models = configuration.topics().name(Topic.MODELS);
        try (VersionFollower versions = new VersionFollower(configuration.kafkaClient(), models, training::published);
                Searches searches = new Searches(cluster.searchUrl().orElseThrow(), questions, views, answered)) {
            readers.start();
            screen.current("waiting for the first version");
            boolean goesOn = await(training, versions, () -> training.versions() > 0);
            long begin = System.nanoTime();
            goesOn = goesOn && inject(cluster, training, versions, searches, startedMillis);
            double minutes = (System.nanoTime() - begin) / 60e9;
            readers.close();
            cluster.processes().stream().filter(process -> !process.isAlive()).forEach(LocalProcess::restart);
            screen.current("waiting until everything is learnt");
            Lineage input = InputLineage.read(
                    configuration.kafkaClient(),
                    configuration.topics().name(Topic.QUERIES),
                    configuration.topics().name(Topic.CLICKS));
            if (goesOn) {
                await(training, versions, () -> training.newest().examples() >= input.examples());
            }
            training.once.ended(input);
            return new ChaosReport(
                    startedMillis,
                    scenario,
                    seed,
                    minutes,
                    training.newest().examples(),
                    training.versions(),
                    injected,
                    findings(training));
        }
    }

    /** Whether training went on after every fault. */
    private boolean inject(
            LocalCluster cluster, Training training, VersionFollower versions, Searches searches, long startedMillis)
            throws InterruptedException {
        Schedule schedule = new Schedule(scenario, seed);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Optional<Schedule.Step> next = schedule.next();
            if (next.isEmpty()) {
                Thread.sleep(LOOK.toMillis());
                screen.current(line(training));
                continue;
            }
            Schedule.Step step = next.get();
            Thread.sleep(step.afterMillis());
            List<LocalProcess> processes = cluster.processes(step.fault().role());
            LocalProcess victim = processes.get(step.victim(processes.size()));
            if (victim.role() == Role.SEARCH) {
                searches.takenAway();
            }
            long millis = System.currentTimeMillis();
            step.fault().strike(victim);
            if (!await(training, versions, () -> training.newestMillis() > millis)) {
                return false;
            }
            long recovery = System.currentTimeMillis() - millis;
            injected.add(new Injected(step.fault().name(), victim.name(), millis - startedMillis, recovery));
            screen.line(String.format(
                    Locale.ROOT,
                    "%6.1f s  %-24s %-16s next version after %.1f s",
                    (millis - startedMillis) / 1e3,
                    step.fault().name(),
                    victim.name(),
                    recovery / 1e3));
        }
        return true;
    }

    /** Whether it comes true before training has stood still for too long. */
    private boolean await(Training training, VersionFollower versions, BooleanSupplier condition)
            throws InterruptedException {
        long moved = System.nanoTime();
        long before = training.versions();
        while (!condition.getAsBoolean()) {
            versions.check();
            if (training.versions() > before) {
                before = training.versions();
                moved = System.nanoTime();
            }
            if (System.nanoTime() - moved > STALLED.toNanos()) {
                screen.line("no version for %d minutes".formatted(STALLED.toMinutes()));
                return false;
            }
            screen.current(line(training));
            Thread.sleep(LOOK.toMillis());
        }
        return true;
    }

    private String line(Training training) {
        return "%,d faults · %,d versions · %,d examples"
                .formatted(
                        injected.size(), training.versions(), training.newest().examples());
    }

    private Map<String, Finding> findings(Training training) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Invariant invariant : List.of(training.once, training.visible, training.strays, views, answered)) {
            findings.put(invariant.name(), invariant.finding());
        }
        return findings;
    }

    private LocalClusterSettings settings() {
        return LocalClusterSettings.of(directory)
                .withTaskManagers(TASK_MANAGERS)
                .withSlots(SLOTS)
                .withHeap(768)
                .withSettings(Map.of(
                        RemineOptions.MODEL_SOURCE.name(), "random:" + seed,
                        RemineOptions.CHECKPOINT_INTERVAL.name(), "1000",
                        RemineOptions.TOPICS_PARTITIONS.name(), "2",
                        RemineOptions.TRAIN_WORKERS.name(), "2",
                        // What so small an encoder learns may be worse than nothing; here every version goes live.
                        RemineOptions.TRAIN_CONTROL_SHARE.name(), "0",
                        RemineOptions.GATE_TOLERANCE.name(), "1"));
    }

    private static void submit(LocalCluster cluster, RemineConfiguration configuration) {
        GenerationRecord generation = GenerationPublisher.ensure(configuration);
        try (FlinkCluster flink = cluster.connect()) {
            flink.submit(IndexJob.build(configuration, generation), IndexJob.NAME, Optional.empty());
            flink.submit(TrainJob.build(configuration, generation), TrainJob.NAME, Optional.empty());
        }
    }

    /** What readers do reaches Kafka however long it is away. */
    private static KafkaProducer<byte[], byte[]> producer(RemineConfiguration configuration) {
        Properties properties = new Properties();
        properties.putAll(configuration.kafkaClient());
        properties.put("delivery.timeout.ms", Integer.toString((int) STALLED.toMillis()));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
