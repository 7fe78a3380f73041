package io.remine.streams.chaos;

import io.remine.state.lineage.Lineage;

/** What the train job learns from: written while faults happen, and counted from Kafka in the end. */
interface Load extends AutoCloseable {

    void start();

    /** Examples that there may be at most by now. */
    long written();

    /**
     * Writes nothing more; returns when all of it is in Kafka.
     *
     * @throws IllegalStateException if some of it is not
     */
    @Override
    void close();

    /** What a model that has learnt everything must have been trained on. */
    Lineage input();
}
