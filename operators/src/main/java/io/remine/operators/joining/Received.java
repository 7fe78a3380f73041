package io.remine.operators.joining;

import io.remine.operators.intake.RawRecord;
import io.remine.state.record.QueryId;

/** What came for a query, with the record it came in, so that it can leave whole if its query never comes. */
public sealed interface Received permits ReceivedClick, ReceivedNegative {

    /** The query that it is for. */
    QueryId query();

    /** What it was parsed from. */
    RawRecord raw();
}
