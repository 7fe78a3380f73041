package io.remine.operators.training;

import ai.djl.Device;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A tiny first encoder of a generation, and an index of the documents of {@link TinyIndex}, for all tests of a class. */
final class TinyControl implements AfterAllCallback {

    final Encoder control;
    final IndexView index;

    /** On the default device. */
    TinyControl() {
        this(PyTorch.defaultDevice());
    }

    private TinyControl(Device device) {
        control = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings(), device);
        index = TinyIndex.of(control);
    }

    static TinyControl onHost() {
        return new TinyControl(Device.cpu());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        index.close();
        control.close();
    }
}
