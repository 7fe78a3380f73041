package io.remine.streams.evaluate;

import io.remine.operators.intake.RawRecord;
import io.remine.operators.joining.ReceivedClick;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import io.remine.state.record.QueryId;
import io.remine.streams.beir.JudgedQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Judged queries as what producers would have sent: each query, and one click that names its relevant documents, the most
 * relevant first. In later passes a query is asked again, under another id.
 *
 * @param queries in stream order
 * @param clicks the i-th is the i-th query's
 */
record ClickStream(List<Query> queries, List<ReceivedClick> clicks) {

    private static final int MAX_RELEVANT = Click.MAX_OTHERS + 1;

    static ClickStream of(List<JudgedQuery> judged, int passes) {
        List<Query> queries = new ArrayList<>();
        List<ReceivedClick> clicks = new ArrayList<>();
        for (int pass = 1; pass <= passes; pass++) {
            for (JudgedQuery each : judged) {
                QueryId id = new QueryId(pass == 1 ? each.id() : each.id() + "#" + pass);
                queries.add(new Query(id, each.text(), each.timeMillis(), Optional.empty(), List.of(), List.of()));
                clicks.add(received(click(id, each), clicks.size()));
            }
        }
        return new ClickStream(queries, clicks);
    }

    private static Click click(QueryId id, JudgedQuery judged) {
        List<DocumentId> relevant = judged.grades().entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> grade) -> -grade.getValue()))
                .limit(MAX_RELEVANT)
                .map(grade -> new DocumentId(grade.getKey()))
                .toList();
        return new Click(
                id,
                relevant.get(0),
                Click.DEFAULT_KIND,
                judged.timeMillis(),
                OptionalInt.empty(),
                1,
                Optional.empty(),
                relevant.subList(1, relevant.size()));
    }

    private static ReceivedClick received(Click click, long offset) {
        RawRecord raw = new RawRecord(
                new InputPosition("clicks", 0, offset),
                click.timeMillis(),
                click.query().bytes(),
                new byte[0]);
        return new ReceivedClick(click, raw);
    }
}
