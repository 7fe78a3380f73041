package io.remine.operators.intake;

import java.io.Serializable;

/** Makes a value of a raw record. */
@FunctionalInterface
public interface RecordParser<T> extends Serializable {

    /**
     * The value of this record.
     *
     * @throws MalformedRecordException if the record breaks the contract; nothing of it is used then
     */
    T parse(RawRecord raw) throws MalformedRecordException;
}
