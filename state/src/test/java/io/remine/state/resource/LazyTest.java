package io.remine.state.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LazyTest {

    @Test
    void aValueIsMadeOnceHoweverManyAskForIt() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(4);
        Lazy<Integer> lazy = new Lazy<>(made::incrementAndGet);
        assertThat(made).hasValue(0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> ask = () -> {
                together.countDown();
                together.await();
                return lazy.get();
            };
            List<Future<Integer>> answers =
                    Stream.generate(() -> threads.submit(ask)).limit(4).toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void whatFailsIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        Lazy<String> lazy = new Lazy<>(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
            }
            return "made";
        });
        assertThatThrownBy(lazy::get).hasMessage("the first time");
        assertThat(lazy.get()).isEqualTo("made");
    }
}
