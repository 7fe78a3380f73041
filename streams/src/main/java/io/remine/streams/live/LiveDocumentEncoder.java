package io.remine.streams.live;

import io.remine.operators.indexing.DocumentEncoder;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.live.LiveIndex;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Documents are encoded by the first encoder that is published. */
public final class LiveDocumentEncoder implements DocumentEncoder.Factory {

    private static final long serialVersionUID = 1L;

    private static final Duration WAIT = Duration.ofMinutes(5);

    private final ProcessLiveIndex process;

    public LiveDocumentEncoder(ProcessLiveIndex process) {
        this.process = process;
    }

    @Override
    public DocumentEncoder open() throws IOException {
        try (Lease<LiveIndex> lease = process.acquire()) {
            LiveIndex live = lease.get();
            if (!live.awaitGeneration(WAIT)) {
                throw new IOException("generation %d has not come in %s; is it on the topic of models?"
                        .formatted(live.generation().number(), WAIT));
            }
            EncoderSource source = live.models()
                    .generation(live.generation())
                    .orElseThrow(() -> new IOException("the generation was there and is gone"));
            Trainable trainable = live.models()
                    .generationRecord(live.generation())
                    .orElseThrow(() -> new IOException("the generation was there and is gone"))
                    .trainable();
            return DocumentEncoder.of(new Encoder(source, trainable).freeze());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled while waiting for the first encoder");
        }
    }
}
