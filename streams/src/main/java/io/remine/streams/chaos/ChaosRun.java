package io.remine.streams.chaos;

import io.remine.state.invariant.Finding;
import io.remine.state.invariant.Invariant;
import io.remine.state.invariant.NoMixedView;
import io.remine.state.invariant.SameParameters;
import io.remine.state.invariant.SearchesAnswered;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import io.remine.streams.chaos.ChaosReport.Injected;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.local.LocalProcess;
import io.remine.streams.readers.DictionaryTask;
import io.remine.streams.readers.Gloss;
import io.remine.streams.readers.Lookup;
import io.remine.streams.readers.Reader;
import io.remine.streams.readers.Readers;
import io.remine.streams.readers.Records;
import io.remine.streams.terminal.Screen;
import io.remine.streams.topics.Topic;
import io.remine.streams.train.TrainJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One run: a deployment of real processes, something to learn, searches, and faults of a schedule; in the end what the last
 * version has learnt is compared with what lies in Kafka.
 */
final class ChaosRun {

    private static final int DOCUMENTS = 500;
    private static final int QUESTIONS = 10;

    private final Plan plan;
    private final Path directory;
    private final Screen screen;
    private final long startedMillis = System.currentTimeMillis();
    private final List<Injected> injected = new ArrayList<>();
    private final NoMixedView views = new NoMixedView();
    private final SearchesAnswered answered = new SearchesAnswered();
    private final SameParameters parameters = new SameParameters();
    private final BackAfterHealing healing = new BackAfterHealing();

    ChaosRun(Plan plan, Path directory, Screen screen) {
        this.plan = plan;
        this.directory = directory;
        this.screen = screen;
    }

    ChaosReport run() throws Exception {
        DictionaryTask task = DictionaryTask.load(DOCUMENTS, plan.seed());
        List<String> questions = task.heldOut().stream()
                .map(Lookup::text)
                .distinct()
                .limit(QUESTIONS)
                .toList();
        try (Deployment deployment = Deployment.start(plan, directory, screen::current);
                KafkaProducer<byte[], byte[]> producer = producer(deployment.configuration());
                Searches searches =
                        new Searches(deployment.cluster().searchUrl().orElseThrow(), questions, views, answered);
                Follower follower =
                        new Follower(deployment.cluster().configurationFile(), followerDirectory(), questions, views)) {
            index(task, deployment.configuration(), producer, searches);
            Load load = load(task, deployment.configuration(), producer);
            RunningJob train = deployment.train();
            Targets targets = new Targets(
                    deployment.cluster().processes(),
                    new Workers(train),
                    searches,
                    follower,
                    deployment.link(),
                    new CheckpointWatch(deployment.cluster().checkpoints().resolve(TrainJob.NAME)),
                    deployment.failure());
            return run(deployment, train, targets, load);
        }
    }

    private ChaosReport run(Deployment deployment, RunningJob train, Targets targets, Load load) throws Exception {
        RemineConfiguration configuration = deployment.configuration();
        Training training = new Training(load::written);
        double minutes;
        try (VersionFollower versions = new VersionFollower(
                configuration.kafkaClient(), configuration.topics().name(Topic.MODELS), training::published)) {
            Patience patience = new Patience(training, versions, screen, () -> line(training));
            load.start();
            screen.current("waiting for the first version");
            boolean goesOn = patience.await(() -> training.versions() > 0 && targets.answer());
            long begin = System.nanoTime();
            goesOn = goesOn && inject(targets, patience);
            minutes = (System.nanoTime() - begin) / 60e9;
            load.close();
            targets.processes().stream().filter(process -> !process.isAlive()).forEach(LocalProcess::restart);
            Lineage input = load.input();
            if (goesOn) {
                patience.await(() -> training.examples() >= input.examples());
            }
            training.once.ended(input);
        }
        if (plan.reference() && training.newest().isPresent()) {
            train.cancel();
            compare(deployment, training.newest().get());
        }
        return new ChaosReport(
                startedMillis,
                plan.scenario(),
                plan.seed(),
                minutes,
                training.examples(),
                training.versions(),
                injected,
                findings(training));
    }

    /** Whether training went on after every fault, and whoever answers answered again. */
    private boolean inject(Targets targets, Patience patience) throws InterruptedException {
        Schedule schedule = new Schedule(plan.scenario(), plan.seed());
        Training training = patience.training();
        long end = System.nanoTime() + plan.time().toNanos();
        while (System.nanoTime() < end) {
            Optional<Schedule.Step> next = schedule.next();
            if (next.isEmpty()) {
                Thread.sleep(Patience.LOOK.toMillis());
                screen.current(line(training));
                continue;
            }
            Schedule.Step step = next.get();
            Thread.sleep(step.afterMillis());
            Fault.Blow blow = step.fault().strike(targets, step.which());
            long overMillis = System.currentTimeMillis();
            if (!patience.await(() -> training.newestMillis() > overMillis && targets.answer())) {
                return false;
            }
            Injected done = new Injected(
                    step.fault().name(),
                    blow.victim(),
                    blow.millis() - startedMillis,
                    System.currentTimeMillis() - blow.millis());
            injected.add(done);
            healing.recovered(done.fault(), System.currentTimeMillis() - overMillis);
            screen.line(String.format(
                    Locale.ROOT,
                    "%6.1f s  %-30s %-16s back after %.1f s",
                    done.afterMillis() / 1e3,
                    done.fault(),
                    done.process(),
                    done.recoveryMillis() / 1e3));
        }
        return true;
    }

    /** Lets an undisturbed worker learn the same. */
    private void compare(Deployment deployment, VersionRecord disturbed) throws InterruptedException {
        parameters.disturbed(disturbed);
        deployment.train();
        try (Replay replay =
                new Replay(deployment.configuration(), disturbed.version().timeline())) {
            Training training = replay.training();
            new Patience(training, replay.versions(), screen, () -> "without faults: " + line(training))
                    .await(() -> training.examples() >= disturbed.lineage().examples());
            training.newest().ifPresent(parameters::undisturbed);
        }
    }

    private void index(
            DictionaryTask task,
            RemineConfiguration configuration,
            KafkaProducer<byte[], byte[]> producer,
            Searches searches)
            throws InterruptedException {
        String topic = configuration.topics().name(Topic.DOCUMENTS);
        for (Gloss gloss : task.documents()) {
            Future<?> unused = producer.send(Records.document(topic, gloss.id(), gloss.text()));
        }
        producer.flush();
        while (searches.documents() < DOCUMENTS) {
            screen.current("waiting until every document is found");
            Thread.sleep(Patience.LOOK.toMillis());
        }
    }

    private Load load(DictionaryTask task, RemineConfiguration configuration, KafkaProducer<byte[], byte[]> producer) {
        Random random = new Random(plan.seed());
        if (plan.reference()) {
            return new ExampleLoad(
                    producer, configuration, task.stream(random), plan.perSecond(), Deployment.REFERENCE_MICRO_BATCH);
        }
        return new ClickLoad(
                configuration,
                new Readers(
                        producer,
                        configuration.topics(),
                        task.stream(random),
                        Reader.USUAL,
                        new Random(random.nextLong()),
                        plan::perSecond,
                        (position, query, document, millis) -> {},
                        Long.toString(startedMillis, Character.MAX_RADIX)));
    }

    private String line(Training training) {
        return "%,d faults · %,d versions · %,d examples"
                .formatted(injected.size(), training.versions(), training.examples());
    }

    private Map<String, Finding> findings(Training training) {
        List<Invariant> invariants =
                new ArrayList<>(List.of(training.once, training.visible, training.strays, views, answered));
        if (plan.reference()) {
            invariants.add(1, parameters);
        }
        if (plan.scenario().disturbsNetwork()) {
            invariants.add(healing);
        }
        Map<String, Finding> findings = new LinkedHashMap<>();
        invariants.forEach(invariant -> findings.put(invariant.name(), invariant.finding()));
        return findings;
    }

    private Path followerDirectory() throws IOException {
        return Files.createDirectories(directory.toAbsolutePath().resolve("follower"));
    }

    /** What is written reaches Kafka however long it is away. */
    private static KafkaProducer<byte[], byte[]> producer(RemineConfiguration configuration) {
        Properties properties = new Properties();
        properties.putAll(configuration.kafkaClient());
        properties.put("delivery.timeout.ms", Integer.toString((int) Patience.STALLED.toMillis()));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
