package io.remine.operators.joining;

import io.remine.operators.intake.RawRecord;
import io.remine.state.record.Negative;
import io.remine.state.record.QueryId;
import io.remine.state.record.SuppliedNegative;

/** A negative that somebody supplied. */
public record ReceivedNegative(Negative negative, RawRecord raw) implements Received {

    @Override
    public QueryId query() {
        return negative.query();
    }

    SuppliedNegative supplied() {
        return negative.supplied();
    }
}
