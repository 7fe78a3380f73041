package io.remine.bench;

/** Medians of one size of index and batch; the peer's are NaN without one. */
record SearchCell(int rows, int batch, double millis, double peerMillis) {

    /** Our time by the peer's. */
    double ratio() {
        return millis / peerMillis;
    }
}
