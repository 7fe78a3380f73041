package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {

    private static final int DOCUMENTS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final ClusteredIndex index = new ClusteredIndex(DOCUMENTS, 26_12);
    private final List<String> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void nothingHasFailed() {
        assertThat(failures).isEmpty();
    }

    @Test
    void goesOnWithTheGraphWhileLittleChangesAndBuildsANewOneWhenMuchDoes() throws Exception {
        try (GraphBuilder builder = new GraphBuilder(DOCUMENTS - 1, failures::add);
                Lease<IndexView> first = index.view(null)) {
            assertThat(first.get().linkedRows()).isZero();
            follow(builder, first);
            assertThat(first.get().linkedRows()).isEqualTo(DOCUMENTS);

            index.change(0, 100);
            try (Lease<IndexView> second = index.view(first.get())) {
                follow(builder, second);
                assertThat(second.get().linkedRows()).isEqualTo(DOCUMENTS - 100);

                index.change(100, 200);
                try (Lease<IndexView> third = index.view(second.get())) {
                    follow(builder, third);
                    assertThat(third.get().linkedRows()).as("built anew").isEqualTo(DOCUMENTS);
                }
            }
        }
    }

    @Test
    void buildsNoneForAViewThatIsSmallEnough() throws Exception {
        try (GraphBuilder builder = new GraphBuilder(DOCUMENTS, failures::add);
                Lease<IndexView> view = index.view(null)) {
            follow(builder, view);
            assertThat(view.get().linkedRows()).isZero();
        }
    }

    @Test
    void aGraphBegunOverAnEarlierViewServesTheNewest() throws Exception {
        try (GraphBuilder builder = new GraphBuilder(0, failures::add);
                Lease<IndexView> first = index.view(null)) {
            builder.follow(first);
            index.change(0, 1);
            try (Lease<IndexView> second = index.view(first.get())) {
                follow(builder, second);
                assertThat(second.get().linkedRows()).isBetween(DOCUMENTS - 1, DOCUMENTS);
            }
        }
    }

    @Test
    void closingWhileBuildingLeavesNoThreadAndNoMemory() {
        int before = arrays();
        Lease<IndexView> view = index.view(null);
        GraphBuilder builder = new GraphBuilder(0, failures::add);
        builder.follow(view);
        builder.close();
        view.close();

        assertThat(arrays()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("index-graph");
    }

    private static void follow(GraphBuilder builder, Lease<IndexView> view) throws InterruptedException {
        builder.follow(view);
        assertThat(builder.awaitIdle(PATIENCE)).isTrue();
    }

    /** How many arrays the whole process holds. */
    private static int arrays() {
        try (NDManager manager = PyTorch.newManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }
}
