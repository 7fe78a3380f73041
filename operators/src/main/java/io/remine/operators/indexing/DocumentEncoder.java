package io.remine.operators.indexing;

import io.remine.state.encoder.Encoder;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Makes vectors of documents: the document tower of one generation. */
public interface DocumentEncoder extends AutoCloseable {

    /** Opens an encoder where it is needed: on the machine that runs the operator. */
    @FunctionalInterface
    interface Factory extends Serializable {
        DocumentEncoder open() throws IOException;
    }

    /** Length of every vector. */
    int dimension();

    /** Unit vectors of the texts, in their order. */
    float[][] encode(List<String> texts); // [texts, dimension]

    @Override
    void close();

    /** An encoder of the model's kind; closes it when closed. */
    static DocumentEncoder of(Encoder encoder) {
        return new DocumentEncoder() {
            @Override
            public int dimension() {
                return encoder.config().hidden();
            }

            @Override
            public float[][] encode(List<String> texts) {
                return encoder.encodeDocuments(texts);
            }

            @Override
            public void close() {
                encoder.close();
            }
        };
    }
}
