package io.remine.streams.index;

import io.remine.operators.indexing.BucketOperator;
import io.remine.operators.indexing.BucketSettings;
import io.remine.operators.indexing.Buckets;
import io.remine.operators.indexing.ManifestOperator;
import io.remine.operators.intake.DocumentParser;
import io.remine.operators.intake.IntakeOperator;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.state.index.VectorEncoding;
import io.remine.state.model.GenerationRecord;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentChangeCodec;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.job.JobEnvironment;
import io.remine.streams.job.JobTopics;
import io.remine.streams.job.Timelines;
import io.remine.streams.live.LiveDocumentEncoder;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.topics.Topic;
import java.util.Locale;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The index job: documents → buckets → segments → manifest. A barrier passes from the buckets to the manifest operator, so
 * that manifest n holds the documents read before checkpoint n and no others.
 */
public final class IndexJob {

    /** The job's name, in checkpoints, consumer groups and transactional ids. */
    public static final String NAME = "index";

    private IndexJob() {}

    /**
     * Builds the job for one submission: it has a timeline of its own.
     *
     * @param generation what {@code models} holds
     */
    public static StreamExecutionEnvironment build(RemineConfiguration configuration, GenerationRecord generation) {
        int parallelism = configuration.get(RemineOptions.INDEX_PARALLELISM);
        BucketSettings buckets = new BucketSettings(
                configuration.get(RemineOptions.INDEX_BUCKETS),
                configuration.get(RemineOptions.INDEX_BUCKET_ROWS),
                configuration.get(RemineOptions.INDEX_REWRITE_ROWS),
                configuration.get(RemineOptions.INDEX_DELETED),
                VectorEncoding.valueOf(
                        configuration.get(RemineOptions.INDEX_VECTORS).toUpperCase(Locale.ROOT)),
                configuration.get(RemineOptions.INDEX_BATCH),
                configuration.get(RemineOptions.INDEX_DELAY));
        StreamExecutionEnvironment environment = JobEnvironment.create(configuration, NAME);
        JobTopics topics = new JobTopics(environment, configuration, NAME, false, parallelism);
        SingleOutputStreamOperator<DocumentChange> documents =
                topics.read(Topic.DOCUMENTS, new DocumentParser(), DocumentChangeCodec.INSTANCE, DocumentChange.class);
        SingleOutputStreamOperator<OutgoingRecord> segments = documents
                .keyBy(change -> Buckets.shard(change.id(), buckets.shards()))
                .transform(
                        "buckets",
                        OutgoingRecordCodec.TYPE,
                        new BucketOperator(
                                new LiveDocumentEncoder(ProcessLiveIndex.ofTasks(configuration)),
                                generation.generation(),
                                buckets))
                .uid("buckets")
                .setParallelism(parallelism);
        topics.write(segments, Topic.INDEX, "buckets");
        SingleOutputStreamOperator<OutgoingRecord> manifests = segments.getSideOutput(BucketOperator.SEGMENTS)
                .global()
                .connect(documents.getSideOutput(IntakeOperator.OFFSETS).global())
                .transform(
                        "manifest",
                        OutgoingRecordCodec.TYPE,
                        new ManifestOperator(
                                Timelines.fresh(),
                                generation.generation(),
                                generation.config().hidden(),
                                buckets.shards(),
                                configuration.get(RemineOptions.INDEX_GRACE)))
                .uid("manifest")
                .setParallelism(1);
        topics.write(manifests, Topic.INDEX, "manifest");
        topics.writeDeadLetters(documents.getSideOutput(IntakeOperator.DEAD_LETTERS));
        return environment;
    }
}
