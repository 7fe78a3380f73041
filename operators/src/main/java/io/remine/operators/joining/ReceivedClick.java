package io.remine.operators.joining;

import io.remine.operators.intake.RawRecord;
import io.remine.state.record.Click;
import io.remine.state.record.QueryId;

/** A click. */
public record ReceivedClick(Click click, RawRecord raw) implements Received {

    @Override
    public QueryId query() {
        return click.query();
    }
}
