package io.remine.streams.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A job that was submitted to a cluster. Every call may be made from any thread. */
public final class RunningJob {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterClient<?> client;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JobID id;
    private final String name;
    private final String nameAndOrigin; // what it was restored from

    private RunningJob(ClusterClient<?> client, JobID id, String name, String nameAndOrigin) {
        this.client = client;
        this.id = id;
        this.name = name;
        this.nameAndOrigin = nameAndOrigin;
    }

    /** Submits the job through a client of the cluster; as {@link FlinkCluster#submit}. */
    public static RunningJob submit(
            ClusterClient<?> client,
            StreamExecutionEnvironment environment,
            String name,
            Optional<String> restoreFrom) {
        restoreFrom.ifPresent(RestorePoint::check);
        StreamGraph streams = environment.getStreamGraph();
        streams.setJobName(name);
        JobGraph graph = streams.getJobGraph();
        restoreFrom.ifPresent(path -> graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(path, false)));
        String from = name + restoreFrom.map(path -> " from " + path).orElse("");
        RunningJob job = new RunningJob(client, get(client.submitJob(graph), "submit job " + from), name, from);
        job.awaitInitialized();
        return job;
    }

    public JobID id() {
        return id;
    }

    public JobStatus status() {
        return get(client.getJobStatus(id), "read the status of job " + name);
    }

    /** Completes when the job has ended in whichever way; fails if the job failed, with its cause. */
    public CompletableFuture<Void> finished() {
        return client.requestJobResult(id).thenAccept(this::check);
    }

    /**
     * Lets the job write a savepoint and end there.
     *
     * @param drain whether every source ends first, so that nothing stays in operators: such a job is not to go on
     * @return the savepoint's path
     */
    public String stopWithSavepoint(boolean drain) {
        String path = get(
                client.stopWithSavepoint(id, drain, null, SavepointFormatType.CANONICAL),
                "stop with a savepoint job " + name);
        finished().join();
        return path;
    }

    /** Ends the job where it stands; its newest checkpoint is kept. */
    public void cancel() {
        get(client.cancel(id), "cancel job " + name);
        get(client.requestJobResult(id), "await the end of job " + name);
    }

    /** The checkpoints and savepoints that the cluster remembers, the oldest first. */
    public List<Checkpoint> checkpoints() {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (JsonNode entry : details("checkpoints").path("history")) {
            checkpoints.add(0, checkpoint(entry));
        }
        return checkpoints;
    }

    /**
     * What the cluster's REST interface says of this job.
     *
     * @param path below the job's own, as in Flink's documentation of that interface: {@code checkpoints}
     * @throws IllegalStateException if it does not answer, or there is no such thing
     */
    public JsonNode details(String path) {
        URI uri = URI.create("%s/jobs/%s/%s".formatted(client.getWebInterfaceURL(), id, path));
        try {
            HttpResponse<byte[]> response =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "the %s of job %s: status %d of %s".formatted(path, name, response.statusCode(), uri));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("the %s of job %s: no answer of %s".formatted(path, name, uri), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for the %s of job %s".formatted(path, name), e);
        }
    }

    private void awaitInitialized() {
        try {
            ClientUtils.waitUntilJobInitializationFinished(
                    this::status, () -> client.requestJobResult(id).join(), RunningJob.class.getClassLoader());
        } catch (JobInitializationException e) {
            throw new IllegalStateException("job %s cannot start: %s".formatted(nameAndOrigin, root(e)), e);
        }
    }

    private static Checkpoint checkpoint(JsonNode entry) {
        return new Checkpoint(
                entry.path("id").asLong(),
                "COMPLETED".equals(entry.path("status").asText()),
                entry.path("is_savepoint").asBoolean(),
                entry.path("end_to_end_duration").asLong(),
                Optional.ofNullable(entry.path("external_path").textValue()).filter(path -> path.contains("/")));
    }

    private void check(JobResult result) {
        if (result.getSerializedThrowable().isPresent()) {
            Throwable cause = result.getSerializedThrowable().get().deserializeError(RunningJob.class.getClassLoader());
            throw new CompletionException("job %s failed: %s".formatted(nameAndOrigin, root(cause)), cause);
        }
    }

    private static <T> T get(CompletableFuture<T> future, String what) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("cannot %s: %s".formatted(what, root(e)), e);
        }
    }

    private static Throwable root(Throwable throwable) {
        Throwable root = throwable;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
