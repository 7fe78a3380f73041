package io.remine.state.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void theResourceIsClosedOnceWithItsLastLease() {
        Lease<String> first = Lease.of("resource", closed::incrementAndGet);
        Lease<String> second = first.share();
        first.close();
        first.close();
        assertThat(closed).hasValue(0);
        assertThat(second.get()).isEqualTo("resource");

        second.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aClosedLeaseGivesNothing() {
        Lease<String> lease = Lease.of("resource", closed::incrementAndGet);
        lease.close();

        assertThatThrownBy(lease::get).hasMessageContaining("take another one");
        assertThatThrownBy(lease::share).hasMessageContaining("take another one");
    }
}
