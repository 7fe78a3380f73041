package io.remine.operators.training;

import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A tiny first encoder of a generation, and an index of the documents of {@link TinyIndex}, for all tests of a class. */
final class TinyControl implements AfterAllCallback {

    final Encoder control = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
    final IndexView index = TinyIndex.of(control);

    @Override
    public void afterAll(ExtensionContext context) {
        index.close();
        control.close();
    }
}
