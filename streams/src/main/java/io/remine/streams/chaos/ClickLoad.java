package io.remine.streams.chaos;

import io.remine.state.lineage.Lineage;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.readers.InputLineage;
import io.remine.streams.readers.Readers;
import io.remine.streams.topics.Topic;

/** Simulated readers: queries, and clicks that are joined with them. */
record ClickLoad(RemineConfiguration configuration, Readers readers) implements Load {

    @Override
    public void start() {
        readers.start();
    }

    @Override
    public long written() {
        return readers.asked();
    }

    @Override
    public void close() {
        readers.close();
    }

    @Override
    public Lineage input() {
        return InputLineage.read(
                configuration.kafkaClient(),
                configuration.topics().name(Topic.QUERIES),
                configuration.topics().name(Topic.CLICKS));
    }
}
