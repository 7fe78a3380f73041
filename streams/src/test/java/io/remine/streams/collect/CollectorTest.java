package io.remine.streams.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.intake.ClickParser;
import io.remine.operators.intake.InputJson;
import io.remine.operators.intake.MalformedRecordException;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.intake.RawRecord;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Click;
import io.remine.state.record.Query;
import io.remine.streams.topics.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CollectorTest {

    private static final long NOW = 1_795_469_400_000L;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void whatIsWrittenTheJobsReadBackEqual() throws Exception {
        Query query = CollectedRecords.query(
                json("{\"id\": \"q-1\", \"text\": \"a \u20ac\", \"scope\": [\"s\"], \"impressions\": [\"d-1\"]}"), NOW);
        Click click = CollectedRecords.click(
                json(
                        "{\"query\": \"q-1\", \"document\": \"d-1\", \"position\": 0, \"time\": \"2026-11-23T21:30:00Z\"}"),
                NOW + 5);
        try (Collector collector = new Collector(producer, new Topics("shop."))) {
            collector.send(query);
            collector.send(click);
        }

        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("shop.queries", "shop.clicks");
        assertThat(new QueryParser().parse(raw(producer.history().get(0)))).isEqualTo(query);
        assertThat(new ClickParser().parse(raw(producer.history().get(1)))).isEqualTo(click);
        assertThat(query.timeMillis()).as("now, as it has none").isEqualTo(NOW);
        assertThat(click.timeMillis()).isEqualTo(NOW);
        assertThat(producer.history().get(1).key())
                .as("on the partition of its query")
                .isEqualTo("q-1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aQueryWithoutAnIdGetsOneOfItsOwn() throws Exception {
        Query first = CollectedRecords.query(json("{\"text\": \"bank\"}"), NOW);
        Query second = CollectedRecords.query(json("{\"text\": \"bank\", \"id\": null}"), NOW);

        assertThat(first.id()).isNotEqualTo(second.id());
    }

    @Test
    void whatTheJobsWouldNotTakeIsRefusedWithTheirReason() {
        assertRefused("{}", "no 'text'");
        assertRefused("{\"text\": \" \"}", "text");
        assertRefused("{\"text\": \"a\", \"id\": \"\"}", "query id");
        assertRefused("{\"text\": \"a\", \"time\": \"yesterday\"}", "'time'");
        assertRefused("{\"text\": \"a\", \"user\": 7}", "'user' is 7");
        assertThatThrownBy(() -> CollectedRecords.click(json("{\"document\": \"d\"}"), NOW))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("no 'query'");
        assertThatThrownBy(() ->
                        CollectedRecords.click(json("{\"query\": \"q\", \"document\": \"d\", \"grade\": 0}"), NOW))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("grade 0.0");
    }

    @Test
    void whatNoBrokerTakesIsSaidToBeNotRecorded() throws Exception {
        producer.sendException = new TimeoutException("Topic queries not present in metadata after 5000 ms.");
        Query query = CollectedRecords.query(json("{\"text\": \"bank\"}"), NOW);
        try (Collector collector = new Collector(producer, new Topics(""))) {
            assertThatThrownBy(() -> collector.send(query))
                    .isInstanceOf(NotRecordedException.class)
                    .hasMessageContaining("topic queries has not taken it")
                    .hasMessageContaining("not present in metadata")
                    .hasMessageContaining("again with the same id");
        }
    }

    private static void assertRefused(String query, String why) {
        assertThatThrownBy(() -> CollectedRecords.query(json(query), NOW))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(why);
    }

    private static InputJson json(String text) throws MalformedRecordException {
        return InputJson.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RawRecord raw(ProducerRecord<byte[], byte[]> record) {
        return new RawRecord(new InputPosition(record.topic(), 0, 0), 0, record.key(), record.value());
    }
}
