package io.remine.streams.config;

import static io.remine.streams.config.Setting.choice;
import static io.remine.streams.config.Setting.longWhole;
import static io.remine.streams.config.Setting.number;
import static io.remine.streams.config.Setting.text;
import static io.remine.streams.config.Setting.whole;

import io.remine.operators.device.DeviceChoice;
import io.remine.operators.joining.Cap;
import io.remine.operators.recipe.Recipes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting there is. What Kafka's clients and Flink understand is set through their prefixes instead. */
public final class RemineOptions {

    private static final Map<String, Setting<?>> ALL = new LinkedHashMap<>();

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;

    public static final Setting<String> BOOTSTRAP_SERVERS = add(text(
            "kafka.bootstrap.servers",
            "localhost:9092",
            "HOST:PORT, separated by commas",
            servers -> servers.matches("[^,\\s]+:[0-9]{1,5}(,[^,\\s]+:[0-9]{1,5})*"),
            "where the Kafka brokers answer"));
    public static final Setting<String> TOPICS_PREFIX = add(text(
            "topics.prefix",
            "",
            "letters, digits, '.', '_' and '-'",
            prefix -> prefix.matches("[a-zA-Z0-9._-]{0,200}"),
            "stands before every topic's name, so that several deployments share a broker"));
    public static final Setting<Integer> TOPICS_PARTITIONS = add(whole(
            "topics.partitions", "partitions", 4, 1, 10_000, "of each topic that producers write, and of examples"));
    public static final Setting<Integer> TOPICS_REPLICATION = add(
            whole("topics.replication-factor", "copies", 0, 0, 100, "of each partition; 0 leaves it to the broker"));

    public static final Setting<String> DIRECTORY = add(text(
            "directory",
            "remine-data",
            "a path",
            path -> !path.isBlank(),
            "where jobs in process keep checkpoints and every process its cache of blobs"));
    public static final Setting<Long> CACHE_MAX_BYTES = add(longWhole(
            "cache.max-bytes",
            "bytes",
            Long.MAX_VALUE,
            1,
            Long.MAX_VALUE,
            "of segments in a process's cache, beyond which those that were needed longest ago are deleted; what is searched,"
                    + " or is to be, may pass it"));
    public static final Setting<String> CHECKPOINT_DIRECTORY = add(text(
            "checkpoint.directory",
            "",
            "a URI, or empty for the cluster's own",
            uri -> true,
            "where a Flink cluster keeps the checkpoints of these jobs"));
    public static final Setting<Long> CHECKPOINT_INTERVAL = add(longWhole(
            "checkpoint.interval-ms",
            "ms",
            10_000,
            20,
            DAY_MILLIS,
            "from one checkpoint to the next: the length of a training round, and how fresh what is served can be"));
    public static final Setting<Long> CHECKPOINT_TIMEOUT = add(longWhole(
            "checkpoint.timeout-ms",
            "ms",
            5 * MINUTE_MILLIS,
            1_000,
            DAY_MILLIS,
            "after which a checkpoint is given up; the next one carries what it would have"));
    public static final Setting<Long> TRANSACTION_TIMEOUT = add(longWhole(
            "transaction.timeout-ms",
            "ms",
            10 * MINUTE_MILLIS,
            2_000,
            DAY_MILLIS,
            "of Kafka transactions: above checkpoint timeout and restart together, below the broker's limit"));

    public static final Setting<String> SIGN_PRIVATE_KEY = add(text(
            "sign.private-key-file",
            "",
            "a path, or empty to sign nothing",
            path -> true,
            "PEM of the Ed25519 key that signs generations, versions, manifests and releases; on every machine that"
                    + " writes them"));
    public static final Setting<String> TRUST_PUBLIC_KEYS = add(text(
            "trust.public-key-files",
            "",
            "paths, separated by commas, or empty to trust whoever writes",
            paths -> true,
            "PEM of the keys whose records are used: what none of them has signed is refused"));

    public static final Setting<String> MODEL_SOURCE = add(text(
            "model.source",
            "minilm",
            "minilm | random:SEED | directory:PATH",
            source -> source.matches("minilm|random:-?[0-9]{1,18}|directory:.+"),
            "the first encoder: all-MiniLM-L6-v2, a tiny one with random weights for trials, or one that"
                    + " `remine import` wrote or sentence-transformers keeps in a directory"));
    public static final Setting<String> MODEL_TRAINABLE = add(text(
            "model.trainable",
            "all-but-embeddings",
            "all | all-but-embeddings | last-N",
            trainable -> trainable.matches("all|all-but-embeddings|last-[1-9][0-9]?"),
            "which parameters of the query encoder train"));
    public static final Setting<Integer> MODEL_SLICE_LENGTH = add(whole(
            "model.slice-length",
            "floats",
            196_608,
            16,
            1 << 22,
            "of one slice of the parameters, the unit in which progress is merged and published"));

    public static final Setting<Integer> INDEX_PARALLELISM =
            add(whole("index.parallelism", "subtasks", 1, 1, 1_024, "that encode documents"));
    public static final Setting<Integer> INDEX_BUCKETS = add(
            whole(
                    "index.buckets",
                    "buckets",
                    8,
                    1,
                    32_768,
                    "that documents are hashed into at first, at least one for each subtask; stays as it is while there is state"));
    public static final Setting<Integer> INDEX_BUCKET_ROWS = add(whole(
            "index.bucket-rows",
            "documents",
            20_000,
            1,
            1 << 20,
            "that a bucket holds; of more it splits when it is rewritten, until there are 256 of all"));
    public static final Setting<Integer> INDEX_REWRITE_ROWS = add(
            whole(
                    "index.rewrite-rows",
                    "rows",
                    20_000,
                    1,
                    1 << 24,
                    "of overgrown buckets that a subtask rewrites at one checkpoint; four times what has changed, if that is more"));
    public static final Setting<String> INDEX_VECTORS = add(choice(
            "index.vectors",
            "half",
            List.of("half", "int8", "pq"),
            "how segments hold vectors: 2 bytes a number, or 1 (int8), which searches, mining and the loss then get rounded; pq"
                    + " adds codes of 1/8 to these. A bucket keeps what it has until it is rewritten"));
    public static final Setting<Integer> INDEX_BATCH = add(whole(
            "index.batch", "documents", 256, 1, 65_536, "that are gathered, sorted by length and encoded together"));

    public static final Setting<Long> INDEX_DELAY = add(longWhole(
            "index.delay-ms", "ms", 200, 0, DAY_MILLIS, "that a changed document waits for others to be encoded with"));
    public static final Setting<Long> INDEX_GRACE = add(longWhole(
            "index.grace-ms",
            "ms",
            10 * MINUTE_MILLIS,
            0,
            365 * DAY_MILLIS,
            "that a segment is kept after the last manifest that named it, for readers that still fetch it"));
    public static final Setting<Long> INDEX_DELETED = add(longWhole(
            "index.deleted-ms",
            "ms",
            7 * DAY_MILLIS,
            0,
            3_650 * DAY_MILLIS,
            "that a deleted document is remembered, so that an older change that comes late cannot bring it back"));

    public static final Setting<String> INDEX_DEVICE_PRECISION = add(choice(
            "index.device-precision",
            "auto",
            List.of("auto", "single", "half", "codes"),
            "of the index's vectors in memory, where they are searched; auto is half on a GPU and single on the CPU. codes, on"
                    + " the CPU, keeps only the codes of index.vectors: pq, a 32nd, and reads the vectors of the best 1,000"
                    + " from the cache"));

    public static final Setting<String> TRAIN_INPUT = add(choice(
            "train.input",
            "clicks",
            List.of("clicks", "examples"),
            "learn from queries joined with clicks, or from the topic examples"));
    public static final Setting<String> TRAIN_BOUNDED = add(choice(
            "train.bounded",
            "false",
            List.of("true", "false"),
            "whether the job ends when it has read what its input topics held at the start"));
    public static final Setting<String> TRAIN_NEGATIVES = add(choice(
            "train.negatives",
            "true",
            List.of("true", "false"),
            "whether examples carry what the topic negatives supplied for their query before the click"));
    public static final Setting<Integer> TRAIN_WORKERS =
            add(whole("train.workers", "subtasks", 1, 1, 1_024, "that train; their progress is merged"));
    public static final Setting<String> TRAIN_DEVICE = add(text(
            "train.device",
            "auto",
            DeviceChoice.RANGE,
            DeviceChoice::isValid,
            "that a worker computes on; auto and gpu deal a process's GPUs to its workers in turn, and auto takes the CPU"
                    + " where there is none"));
    public static final Setting<String> TRAIN_PRODUCTS = add(
            choice(
                    "train.products",
                    "single",
                    List.of("single", "bfloat16"),
                    "in which the encoder of a worker multiplies its weights; parameters and all the rest are single precision"));
    public static final Setting<Integer> TRAIN_MERGERS =
            add(whole("train.mergers", "subtasks", 1, 1, 1_024, "that merge and publish slices of the parameters"));
    public static final Setting<Integer> TRAIN_MICRO_BATCH =
            add(whole("train.micro-batch", "examples", 32, 1, 4_096, "of one step"));
    public static final Setting<Long> TRAIN_MAX_AGE = add(longWhole(
            "train.micro-batch-max-age-ms",
            "ms",
            1_000,
            0,
            DAY_MILLIS,
            "after which a partial micro-batch trains; 0 for never, so that a replay makes the same batches"));
    public static final Setting<Long> TRAIN_DOCUMENT_WAIT = add(longWhole(
            "train.document-wait-ms",
            "ms",
            MINUTE_MILLIS,
            0,
            DAY_MILLIS,
            "that an example waits for its document to come into the index before it is a dead letter; 0 for not at"
                    + " all, so that a replay makes the same batches"));
    public static final Setting<String> TRAIN_RECIPE = add(text(
            "train.recipe",
            Recipes.DEFAULT,
            "a name that `remine recipes` lists, or a path to a .yaml",
            recipe -> !recipe.isBlank(),
            "how negatives are chosen and what is minimised"));
    public static final Setting<Double> TRAIN_SAMPLE_SHARE = add(number(
            "train.sample-share",
            "of 1",
            1,
            1e-6,
            1,
            "of the examples that are trained on, chosen by their ids, when there are more than the workers can take; the"
                    + " topic examples has all"));
    public static final Setting<Double> TRAIN_CONTROL_SHARE = add(number(
            "train.control-share", "of 1", 0.125, 0, 1, "of examples that are also ranked with the first encoder"));

    public static final Setting<Integer> INTAKE_MAX_RECORD_BYTES = add(whole(
            "intake.max-record-bytes",
            "bytes",
            1 << 20,
            1_024,
            64 << 20,
            "of key and value; a larger record is a dead letter"));
    public static final Setting<Integer> JOIN_PARALLELISM = add(whole(
            "join.parallelism", "subtasks", 1, 1, 1_024, "that read queries, clicks and negatives and join them"));
    public static final Setting<Long> JOIN_TIME_TO_LIVE = add(longWhole(
            "join.time-to-live-ms",
            "ms",
            60 * MINUTE_MILLIS,
            1_000,
            365 * DAY_MILLIS,
            "that a query waits for clicks, and a click or a negative for its query"));

    public static final Setting<Integer> JOIN_USER_CLICKS = add(whole(
            "join.clicks-per-user",
            "clicks",
            0,
            0,
            Cap.MAX_CLICKS,
            "of one user that count in a window, more are dead letters; 0 for all, since only who runs it knows what a"
                    + " flood is. A savepoint made with a cap needs one: raise it instead of taking it away"));
    public static final Setting<Integer> JOIN_DOCUMENT_CLICKS = add(whole(
            "join.clicks-per-document",
            "clicks",
            0,
            0,
            Cap.MAX_CLICKS,
            "on one document that count in a window, as for users; 0 for all, since a document may just be liked"));
    public static final Setting<Long> JOIN_CLICKS_WINDOW = add(
            longWhole("join.clicks-window-ms", "ms", 60 * MINUTE_MILLIS, 1_000, 365 * DAY_MILLIS, "of these two caps"));

    public static final Setting<String> MERGE_OUTER = add(choice(
            "merge.outer",
            "identity",
            List.of("identity", "nesterov"),
            "how the workers' mean progress moves the base; identity with one worker keeps it bit-identical"));
    public static final Setting<Double> MERGE_LEARNING_RATE =
            add(number("merge.learning-rate", "-", 0.7, 1e-6, 10, "of the outer Nesterov step"));
    public static final Setting<Double> MERGE_MOMENTUM =
            add(number("merge.momentum", "-", 0.9, 0, 0.999999, "of the outer Nesterov step"));
    public static final Setting<String> MERGE_PRECISION = add(choice(
            "merge.precision",
            "fp32",
            List.of("fp32", "fp16", "int8"),
            "of the progress that workers hand in at barriers: 4, 2 or 1 bytes a parameter. What rounding leaves out goes out"
                    + " with a later round; fp32 with one worker keeps the base bit-identical"));
    public static final Setting<Integer> PUBLISH_FULL_COPY_EVERY = add(whole(
            "publish.full-copy-every",
            "versions",
            16,
            1,
            100_000,
            "between full copies of the parameters; older ones than the last but one are deleted"));

    public static final Setting<Integer> PUBLISH_WINDOW = add(whole(
            "publish.window-examples",
            "examples",
            500,
            1,
            10_000_000,
            "that the metrics of a version cover, at least: the last ones"));
    public static final Setting<Integer> GATE_MINIMUM_EXAMPLES = add(
            whole("gate.minimum-examples", "examples", 1, 1, 10_000_000, "in its window before a version may go live"));
    public static final Setting<Integer> GATE_MINIMUM_SAMPLED = add(whole(
            "gate.minimum-sampled",
            "examples",
            0,
            0,
            10_000_000,
            "in its window that the first encoder has ranked too, before a version may go live"));
    public static final Setting<Double> GATE_TOLERANCE =
            add(number("gate.tolerance", "MRR@10", 0.02, 0, 1, "by which a version may be worse than the live one"));

    public static final Setting<String> SERVE_HOST = add(text(
            "serve.host",
            "127.0.0.1",
            "a host name or address",
            host -> !host.isBlank(),
            "that searches are answered on"));
    public static final Setting<Integer> SERVE_PORT =
            add(whole("serve.port", "-", 8080, 0, 65_535, "that searches are answered on; 0 for a free one"));
    public static final Setting<String> SERVE_LEXICAL = add(
            choice(
                    "serve.lexical",
                    "false",
                    List.of("true", "false"),
                    "whether the words of documents are indexed too, in memory, for searches with mode=lexical or mode=hybrid"));
    public static final Setting<String> SERVE_COLLECT = add(
            choice(
                    "serve.collect",
                    "false",
                    List.of("true", "false"),
                    "whether POST /query and POST /click write to the topics: anyone who reaches the server then trains the model"));
    public static final Setting<Integer> SERVE_MAX_REQUESTS = add(whole(
            "serve.max-requests",
            "requests",
            64,
            1,
            10_000,
            "in progress at once, those that wait for a newer view among them; more are refused with status 429"));
    public static final Setting<Long> SERVE_TIMEOUT = add(longWhole(
            "serve.timeout-ms",
            "ms",
            10_000,
            100,
            10 * MINUTE_MILLIS,
            "that a search may take once there is a view for it; then the answer is status 503"));
    public static final Setting<Long> SERVE_NOTICE = add(longWhole(
            "serve.notice-ms",
            "ms",
            0,
            0,
            10 * MINUTE_MILLIS,
            "from when /health/ready says no until requests are refused, when the server stops: what a load balancer takes"
                    + " to notice"));
    public static final Setting<Long> SERVE_DRAIN = add(longWhole(
            "serve.drain-ms",
            "ms",
            30_000,
            0,
            10 * MINUTE_MILLIS,
            "that requests in progress have to end when the server stops"));
    public static final Setting<Integer> SERVE_APPROXIMATE_ABOVE = add(whole(
            "serve.approximate-above",
            "documents",
            0,
            0,
            Integer.MAX_VALUE,
            "in the index from which on searches go by a graph, once it is built in the background, and may miss some of the"
                    + " best; 0: searches are exact"));

    private RemineOptions() {}

    /** All settings, in the order in which they are printed. */
    public static List<Setting<?>> all() {
        return new ArrayList<>(ALL.values());
    }

    static Optional<Setting<?>> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        ALL.put(setting.name(), setting);
        return setting;
    }
}
