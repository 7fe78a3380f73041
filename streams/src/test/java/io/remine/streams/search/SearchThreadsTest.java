package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.resource.Lease;
import io.remine.streams.search.Retriever.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SearchThreadsTest {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void aSearchThatTakesTooLongIsGivenUpAndItsViewClosedOnlyWhenItHasEnded() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Semaphore begun = new Semaphore(0);
        try (SearchThreads threads = new SearchThreads(1, Duration.ofMillis(20))) {
            assertThatThrownBy(() -> threads.search(lease(), view -> {
                        begun.release();
                        await(gate);
                        return view;
                    }))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no answer within 20 ms");
            assertThatThrownBy(() -> threads.search(lease(), view -> {
                        begun.release();
                        return view;
                    }))
                    .as("behind it")
                    .isInstanceOf(UnavailableException.class);
            assertThat(closed).hasValue(0);
            gate.countDown();
        }
        assertThat(begun.availablePermits())
                .as("the second was given up before it began")
                .isEqualTo(1);
        assertThat(closed).hasValue(2);
    }

    @Test
    void whatASearchThrowsComesBack() throws Exception {
        try (SearchThreads threads = new SearchThreads(1, Duration.ofMinutes(5))) {
            assertThatThrownBy(() -> threads.search(lease(), view -> {
                        throw new IllegalArgumentException("broken on purpose");
                    }))
                    .hasRootCauseMessage("broken on purpose");
            String found = threads.search(lease(), view -> view + "!");
            assertThat(found).isEqualTo("view!");
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    void afterItsEndNothingIsSearched() {
        SearchThreads threads = new SearchThreads(1, Duration.ofMinutes(5));
        threads.close();

        assertThatThrownBy(() -> threads.search(lease(), view -> view))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("stopping");
        assertThat(closed).hasValue(1);
    }

    private Lease<String> lease() {
        return Lease.of("view", closed::incrementAndGet);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
