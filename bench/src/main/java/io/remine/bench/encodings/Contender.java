package io.remine.bench.encodings;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.remine.state.index.BlockPrecision;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.index.Placement;
import io.remine.state.index.VectorEncoding;
import java.util.Locale;

/** An encoding on the way, and what is kept of it in memory. */
enum Contender {
    FP32(VectorEncoding.SINGLE, BlockPrecision.SINGLE),
    FP16(VectorEncoding.HALF, BlockPrecision.SINGLE),
    INT8(VectorEncoding.INT8, BlockPrecision.SINGLE),
    PQ_ALONE(VectorEncoding.PQ, BlockPrecision.CODES) {
        @Override
        Hits search(IndexView view, NDArray queries, int k) {
            return view.search(queries, k, k); // as many candidates as hits: the codes decide
        }
    },
    PQ(VectorEncoding.PQ, BlockPrecision.CODES) {
        @Override
        Hits search(IndexView view, NDArray queries, int k) {
            return view.search(queries, k, CANDIDATES);
        }
    };

    /** Whose vectors are read. */
    static final int CANDIDATES = 1_000;

    private final VectorEncoding encoding;
    private final BlockPrecision precision;

    Contender(VectorEncoding encoding, BlockPrecision precision) {
        this.encoding = encoding;
        this.precision = precision;
    }

    VectorEncoding encoding() {
        return encoding;
    }

    Placement placement() {
        return new Placement(Device.cpu(), precision);
    }

    Hits search(IndexView view, NDArray queries, int k) {
        return view.search(queries, k);
    }

    String label() {
        return switch (this) {
            case PQ_ALONE -> "pq, codes alone";
            case PQ -> "pq, %d rescored".formatted(CANDIDATES);
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
