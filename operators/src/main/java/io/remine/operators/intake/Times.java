package io.remine.operators.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.operators.deadletter.Reason;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * A time as producers write it: milliseconds since 1970, as an integer, or a date and time of ISO 8601 (RFC 3339) with
 * seconds and an offset, such as {@code 2026-11-23T21:30:00.5Z}. Years 0 to 9999; digits after the millisecond are cut.
 */
final class Times {

    /** 0000-01-01T00:00:00Z. */
    static final long MIN_MILLIS = -62_167_219_200_000L;
    /** 9999-12-31T23:59:59.999Z. */
    static final long MAX_MILLIS = 253_402_300_799_999L;

    private static final Pattern ISO =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final String EXPECTED = "milliseconds since 1970 or a time such as 2026-11-23T21:30:00Z";

    private Times() {}

    static long parse(String name, JsonNode node) throws MalformedRecordException {
        if (node.isTextual() && ISO.matcher(node.textValue()).matches()) {
            try {
                return OffsetDateTime.parse(node.textValue()).toInstant().toEpochMilli();
            } catch (DateTimeException e) {
                throw new MalformedRecordException(
                        Reason.INVALID, "'%s' is no time: %s; send %s".formatted(name, e.getMessage(), EXPECTED), e);
            }
        }
        if (node.canConvertToExactIntegral()
                && node.canConvertToLong()
                && node.longValue() >= MIN_MILLIS
                && node.longValue() <= MAX_MILLIS) {
            return node.longValue();
        }
        throw InputJson.wrongType(name, EXPECTED, node);
    }
}
