package io.remine.operators.joining;

import io.remine.operators.intake.ClickParser;
import io.remine.operators.intake.MalformedRecordException;
import io.remine.operators.intake.RawRecord;
import io.remine.operators.intake.RecordParser;

/** A record of {@code clicks}, kept with what it was parsed from. */
public final class ReceivedClickParser implements RecordParser<Received> {

    private static final long serialVersionUID = 1L;

    private final ClickParser clicks = new ClickParser();

    @Override
    public ReceivedClick parse(RawRecord raw) throws MalformedRecordException {
        return new ReceivedClick(clicks.parse(raw), raw);
    }
}
