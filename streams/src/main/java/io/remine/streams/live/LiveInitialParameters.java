package io.remine.streams.live;

import io.remine.operators.merging.InitialParameters;
import io.remine.state.live.LiveIndex;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The base begins with the parameters of the first encoder that is published. */
public final class LiveInitialParameters implements InitialParameters {

    private static final long serialVersionUID = 1L;

    private static final Duration WAIT = Duration.ofMinutes(5);

    private final ProcessLiveIndex process;

    public LiveInitialParameters(ProcessLiveIndex process) {
        this.process = process;
    }

    @Override
    public float[] read() throws IOException {
        try (Lease<LiveIndex> lease = process.acquire()) {
            LiveIndex live = lease.get();
            if (!live.awaitGeneration(WAIT)) {
                throw new IOException("generation %d has not come in %s; is it on the topic of models?"
                        .formatted(live.generation().number(), WAIT));
            }
            return live.models().firstParameters(live.generation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled while waiting for the first encoder");
        }
    }
}
