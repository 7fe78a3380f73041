package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.lineage.ExampleHash;
import io.remine.state.lineage.Lineage;
import io.remine.state.live.LiveIndex;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.util.Optional;

/** An index, and a topic {@code examples} that asks for its documents: what a replay trains on, and what must come of it. */
final class ProducedExamples {

    private static final int DOCUMENTS = 30;

    private final Deployment deployment;
    private Lineage lineage = Lineage.NONE;

    private ProducedExamples(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Indexes the documents; no example yet. */
    static ProducedExamples onIndex(Deployment deployment) {
        for (int i = 0; i < DOCUMENTS; i++) {
            deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"%s\"}".formatted(text(i)));
        }
        RunningJob job = deployment
                .cluster()
                .submit(
                        IndexJob.build(deployment.configuration(), deployment.generation()),
                        IndexJob.NAME,
                        Optional.empty());
        try (Lease<LiveIndex> searcher = deployment.searcher()) {
            await("all documents", () -> searcher.get().status().documents() == DOCUMENTS);
        }
        job.stopWithSavepoint(false);
        return new ProducedExamples(deployment);
    }

    /** So many more examples. */
    void produce(int count) {
        for (int i = 0; i < count; i++) {
            int number = Math.toIntExact(lineage.examples());
            String query = "q" + number;
            String document = "d" + number % DOCUMENTS;
            deployment.produce(
                    Topic.EXAMPLES,
                    query,
                    "{\"text\": \"where is %s\", \"document\": \"%s\", \"time\": %d}"
                            .formatted(text(number % DOCUMENTS), document, 1_000_000 + number));
            lineage = lineage.plus(ExampleHash.of(query, document, "click"));
        }
    }

    /** What a model that has learnt each of them once says of its input. */
    Lineage lineage() {
        return lineage;
    }

    /** No version of these, the oldest first, has lost an example or taken one twice, and no worker has strayed. */
    void assertTrainedOnce(Lives.Life life) {
        assertThat(life.versions()).isNotEmpty();
        assertThat(life.last().lineage()).as("examples and digest").isEqualTo(lineage);
        assertThat(life.last().held()).isEmpty();
        life.assertNoWorkerStrayed();
    }

    private static String text(int document) {
        String[] things = {"river", "stone", "letter", "garden", "engine", "winter", "island"};
        String[] kinds = {"old", "green", "hidden", "loud", "broken"};
        return "the %s %s number %d"
                .formatted(kinds[document % kinds.length], things[document % things.length], document);
    }
}
