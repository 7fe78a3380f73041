package io.remine.operators.joining;

import io.remine.operators.intake.RawRecord;
import io.remine.state.record.Click;

/** A click with the record it came in, so that it can leave whole if its query never comes. */
public record ReceivedClick(Click click, RawRecord raw) {}
