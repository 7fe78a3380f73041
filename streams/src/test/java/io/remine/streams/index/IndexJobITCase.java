package io.remine.streams.index;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.live.LiveIndex;
import io.remine.state.live.SearchResult;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.topics.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexJobITCase {

    @TempDir
    private Path directory;

    @Test
    void documentsBecomeSearchableChangeAndDisappearAlsoAcrossARestore() {
        try (Deployment deployment = Deployment.start(directory, 2, Map.of("index.parallelism", "2"));
                Lease<LiveIndex> searcher = deployment.searcher()) {
            LiveIndex live = searcher.get();
            for (int i = 0; i < 40; i++) {
                deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"document number %d\"}".formatted(i));
            }
            deployment.produce(Topic.DOCUMENTS, "broken", "{\"text\": 7}");
            deployment.produce(Topic.DOCUMENTS, "bank", "{\"text\": \"sloping land beside water\", \"version\": 5}");
            RunningJob first = deployment.cluster().submit(build(deployment), IndexJob.NAME, Optional.empty());
            await("41 documents", () -> live.status().documents() == 41);
            assertThat(ids(live, "sloping land beside water")).first().isEqualTo("bank");

            deployment.produce(Topic.DOCUMENTS, "d8", "{\"text\": \"document number 8\", \"scope\": \"tenant a\"}");
            await("d8 hidden from tenant b", () -> !ids(live, "document number 8", "tenant b")
                    .contains("d8"));
            assertThat(ids(live, "document number 8", "tenant a")).first().isEqualTo("d8");
            assertThat(ids(live, "document number 8")).first().isEqualTo("d8");

            deployment.produce(Topic.DOCUMENTS, "bank", "{\"text\": \"an older text\", \"version\": 4}");
            deployment.produce(Topic.DOCUMENTS, "d7", (String) null);
            await("d7 deleted", () -> live.status().documents() == 40);
            assertThat(ids(live, "document number 7")).doesNotContain("d7");
            assertThat(ids(live, "sloping land beside water")).first().isEqualTo("bank");

            String savepoint = first.stopWithSavepoint(false);
            deployment.produce(Topic.DOCUMENTS, "bank", "{\"text\": \"a financial institution\", \"version\": 6}");
            RunningJob second = deployment.cluster().submit(build(deployment), IndexJob.NAME, Optional.of(savepoint));
            await("the newer text", () -> text(live, "a financial institution").equals("a financial institution"));
            assertThat(live.status().documents()).isEqualTo(40);
            second.cancel();

            assertThat(live.status().problems()).as(live.status().toString()).isEmpty();
            assertThat(CompactedTopic.read(deployment.configuration().kafkaClient(), "dead-letters", key -> true))
                    .containsOnlyKeys("broken");
        }
    }

    private static StreamExecutionEnvironment build(Deployment deployment) {
        return IndexJob.build(deployment.configuration(), deployment.generation());
    }

    private static List<String> ids(LiveIndex live, String query, String... scopes) {
        return live.search(query, 5, List.of(scopes)).hits().stream()
                .map(hit -> hit.id().value())
                .toList();
    }

    private static String text(LiveIndex live, String query) {
        SearchResult.Hit best = live.search(query, 1).hits().get(0);
        return best.text();
    }
}
