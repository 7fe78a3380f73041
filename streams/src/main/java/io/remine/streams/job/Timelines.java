package io.remine.streams.job;

import io.remine.state.model.TimelineId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A fresh timeline for each submission: when it was made, for people, and enough chance that no two are equal. */
public final class Timelines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Timelines() {}

    public static TimelineId fresh() {
        return new TimelineId("%s-%08x".formatted(TIME.format(Instant.now()), RANDOM.nextInt()));
    }
}
