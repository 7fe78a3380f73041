package io.remine.streams.demo;

import io.remine.state.lineage.InputPosition;
import io.remine.state.model.VersionRecord;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The clicks whose way into a version that serves is still under way: for each, where it stands in its topic and when it was
 * made. Any thread may call.
 */
final class ClickLedger {

    private final Map<InputPosition, Long> madeMillis = new TreeMap<>();
    private final Durations toServed = new Durations();
    private long made;

    /** A click was made at {@code millis} and stands at {@code position}. */
    synchronized void made(InputPosition position, long millis) {
        made++;
        madeMillis.put(position, millis);
    }

    /** The version answers searches since {@code millis}: what it contains has arrived. */
    synchronized void served(VersionRecord version, long millis) {
        Set<InputPosition> held = new HashSet<>(version.held());
        for (Iterator<Map.Entry<InputPosition, Long>> clicks =
                        madeMillis.entrySet().iterator();
                clicks.hasNext(); ) {
            Map.Entry<InputPosition, Long> click = clicks.next();
            if (isContained(version, held, click.getKey())) {
                toServed.add(millis - click.getValue());
                clicks.remove();
            }
        }
    }

    /** Clicks made before the version was published that it does not contain. */
    synchronized long lag(VersionRecord version) {
        Set<InputPosition> held = new HashSet<>(version.held());
        return madeMillis.entrySet().stream()
                .filter(click -> click.getValue() < version.publishedMillis())
                .filter(click -> !isContained(version, held, click.getKey()))
                .count();
    }

    /** Clicks made so far. */
    synchronized long made() {
        return made;
    }

    Durations toServed() {
        return toServed;
    }

    private static boolean isContained(VersionRecord version, Set<InputPosition> held, InputPosition click) {
        return version.offsets().contain(click) && !held.contains(click);
    }
}
