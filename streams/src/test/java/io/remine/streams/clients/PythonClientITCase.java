package io.remine.streams.clients;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.Filter;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.View;
import io.remine.state.model.ModelVersion;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import io.remine.state.tensor.Tensor;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.generation.PublishedModel;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader in Python, written from SNAPSHOT-FORMAT.md, sees what ours sees. */
class PythonClientITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DOCUMENTS = 60;
    private static final int K = 10;
    private static final float TOLERANCE = 1e-3f; // of half precision

    private static PythonEnvironment python;

    @TempDir
    private Path directory;

    /** What is searched for: a text, and who may see and who chooses what. */
    private record Question(String text, List<String> scopes, Filter filter) {}

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        python = PythonEnvironment.prepare();
    }

    @Test
    void itsOwnTestsPass() throws Exception {
        assertThat(python.run(List.of(), "-m", "pytest", "--quiet", "-p", "no:cacheprovider"))
                .last()
                .asString()
                .contains("passed");
    }

    @Test
    void findsWhatTheLiveIndexFinds() throws Exception {
        try (Deployment deployment = Deployment.start(directory, 2, Map.of("index.parallelism", "2"));
                Lease<LiveIndex> searcher = deployment.searcher()) {
            LiveIndex live = searcher.get();
            produceDocuments(deployment);
            RunningJob job = deployment
                    .cluster()
                    .submit(
                            IndexJob.build(deployment.configuration(), deployment.generation()),
                            IndexJob.NAME,
                            Optional.empty());
            await("all documents", () -> live.status().documents() == DOCUMENTS);
            changeDocuments(deployment);
            await("what has changed", () -> live.status().documents() == DOCUMENTS - 5 && has(live, "d0 anew"));
            job.cancel();
            try (Lease<View> lease = live.lease().orElseThrow()) {
                assertSameAnswers(deployment, lease.get());
            }
            assertSameEncoder(deployment);
        }
    }

    private static void produceDocuments(Deployment deployment) {
        for (int i = 0; i < DOCUMENTS; i++) {
            ObjectNode document = JSON.createObjectNode().put("text", "document number %d, é 漢字".formatted(i));
            if (i % 3 == 0) {
                document.put("scope", i % 2 == 0 ? "Zürich" : "Genève");
            }
            if (i % 4 != 0) {
                document.putObject("attributes")
                        .put("language", i % 2 == 0 ? "en" : "fr")
                        .putArray("tag")
                        .add("t" + i % 5)
                        .add("t" + i % 7);
            }
            deployment.produce(Topic.DOCUMENTS, "d" + i, document.toString());
        }
    }

    private static void changeDocuments(Deployment deployment) {
        for (int i = 10; i < 15; i++) {
            deployment.produce(Topic.DOCUMENTS, "d" + i, (String) null);
        }
        deployment.produce(Topic.DOCUMENTS, "d1", "{\"text\": \"d1 with another scope\", \"scope\": \"Bern\"}");
        deployment.produce(Topic.DOCUMENTS, "d0", "{\"text\": \"d0 anew\"}");
    }

    private static boolean has(LiveIndex live, String text) {
        return live.search(text, 1).hits().get(0).text().equals(text);
    }

    private static void assertSameAnswers(Deployment deployment, View view) throws Exception {
        List<Question> questions = questions();
        float[][] vectors =
                view.live().encodeQueries(questions.stream().map(Question::text).toList());
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            requests.add(request(questions.get(i), vectors[i]));
        }
        List<String> answers = python.run(
                requests,
                "-m",
                "remine",
                "--bootstrap-servers",
                bootstrapServers(deployment),
                "--at-least",
                view.manifest().toString());

        assertThat(answers).hasSameSizeAs(questions);
        try (NDManager scope = PyTorch.newManager(view.index().placement().device())) {
            NDArray queries = scope.create(vectors);
            Hits expected = view.index()
                    .search(
                            queries,
                            K,
                            questions.stream().map(Question::scopes).toList(),
                            questions.stream().map(Question::filter).toList());
            for (int i = 0; i < questions.size(); i++) {
                JsonNode answer = JSON.readTree(answers.get(i));
                assertThat(answer.get("manifest").textValue())
                        .isEqualTo(view.manifest().toString());
                assertSameHits(questions.get(i), expected.rows()[i], expected.scores()[i], view.index(), answer);
            }
        }
    }

    private static void assertSameHits(
            Question question, int[] rows, float[] scores, IndexView index, JsonNode answer) {
        JsonNode hits = answer.get("hits");
        assertThat(hits).as("%s", question).hasSize(rows.length);
        for (int place = 0; place < rows.length; place++) {
            JsonNode hit = hits.get(place);
            assertThat(hit.get("id").textValue())
                    .as("%s, place %d", question, place)
                    .isEqualTo(index.id(rows[place]).value());
            assertThat(hit.get("text").textValue()).isEqualTo(index.text(rows[place]));
            assertThat(hit.get("score").floatValue()).isCloseTo(scores[place], within(TOLERANCE));
        }
    }

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            questions.add(new Question("document number " + i, List.of(), Filter.NONE));
        }
        questions.add(new Question("number 9", List.of("Zürich"), Filter.NONE));
        questions.add(new Question("number 9", List.of("Genève", "Bern"), Filter.NONE));
        questions.add(new Question("number 9", List.of("nobody"), Filter.NONE));
        questions.add(new Question("number 9", List.of(), Filter.anyOf("language", "fr")));
        questions.add(new Question(
                "number 9", List.of("Zürich"), Filter.anyOf("tag", "t1", "t2").and("language", "en")));
        questions.add(new Question("number 9", List.of(), Filter.anyOf("tag", "none")));
        return questions;
    }

    private static String request(Question question, float[] vector) {
        ObjectNode json = JSON.createObjectNode().put("k", K);
        for (float value : vector) {
            json.withArray("vector").add(value);
        }
        question.scopes().forEach(json.withArray("scopes")::add);
        ObjectNode where = json.putObject("where");
        question.filter().anyOf().forEach((name, values) -> values.forEach(where.withArray(name)::add));
        return json.toString();
    }

    /** Every parameter of the encoder that serves, its version's updates folded in, and what it makes of texts. */
    private static void assertSameEncoder(Deployment deployment) throws Exception {
        ModelVersion released = ModelVersion.parse("life/3");
        PublishedVersion.publish(deployment, ModelVersion.parse("life/1"), released);
        EncoderSource expected = PublishedModel.load(deployment.configuration(), Optional.of(released));
        List<String> texts = List.of("a short query", "漢字, é, and a text that is cut: " + "so many words ".repeat(200));
        List<String> printed = python.run(texts, "tests/print_encoder.py", bootstrapServers(deployment));

        assertThat(printed.get(0)).isEqualTo(released.toString());
        List<String> parameters = new ArrayList<>();
        for (Tensor tensor : expected.weights().toTensors(expected.config())) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(tensor.data());
            parameters.add(tensor.name() + " " + HexFormat.of().formatHex(sha256.digest()));
        }
        int vectorsBegin = 1 + parameters.size();
        assertThat(printed.subList(1, vectorsBegin)).containsExactlyInAnyOrderElementsOf(parameters);
        try (Encoder encoder = new Encoder(expected, new Trainable.LastLayers(1))) {
            float[][] vectors = encoder.encodeQueries(texts);
            for (int i = 0; i < vectors.length; i++) {
                float[] theirs = JSON.readValue(printed.get(vectorsBegin + i), float[].class);
                assertThat(theirs).as(texts.get(i)).containsExactly(vectors[i], within(1e-4f));
            }
        }
    }

    private static String bootstrapServers(Deployment deployment) {
        return deployment.configuration().kafkaClient().getProperty("bootstrap.servers");
    }
}
