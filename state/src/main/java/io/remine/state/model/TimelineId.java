package io.remine.state.model;

import java.util.regex.Pattern;

/**
 * Names one submission of a job: every submission gets a fresh one, restarts within it keep it. 1 to 64 of
 * {@code a-z 0-9 -}, so that it is safe in keys and paths.
 */
public record TimelineId(String value) {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9-]{1,64}");

    public TimelineId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("timeline '%s' must match %s".formatted(value, ALLOWED));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
