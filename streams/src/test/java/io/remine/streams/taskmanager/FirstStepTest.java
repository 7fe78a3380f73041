package io.remine.streams.taskmanager;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class FirstStepTest {

    @Test
    void takesAStepWithoutABrokerAndMoreThanOnce() {
        assertThatCode(FirstStep::take).doesNotThrowAnyException();
        assertThatCode(FirstStep::take).doesNotThrowAnyException();
    }
}
