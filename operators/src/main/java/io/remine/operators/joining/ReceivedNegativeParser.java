package io.remine.operators.joining;

import io.remine.operators.intake.MalformedRecordException;
import io.remine.operators.intake.NegativeParser;
import io.remine.operators.intake.RawRecord;
import io.remine.operators.intake.RecordParser;

/** A record of {@code negatives}, kept with what it was parsed from. */
public final class ReceivedNegativeParser implements RecordParser<Received> {

    private static final long serialVersionUID = 1L;

    private final NegativeParser negatives = new NegativeParser();

    @Override
    public ReceivedNegative parse(RawRecord raw) throws MalformedRecordException {
        return new ReceivedNegative(negatives.parse(raw), raw);
    }
}
