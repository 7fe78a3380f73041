package io.remine.state.live;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts problems by kind and keeps the last one's message. Safe for use by several threads. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Map<Problem, Long> counts = new EnumMap<>(Problem.class);
    private Optional<String> last = Optional.empty();

    synchronized void report(Problem problem, String message) {
        counts.merge(problem, 1L, Long::sum);
        last = Optional.of(problem + ": " + message);
        LOG.warn("{}: {}", problem, message);
    }

    synchronized Map<Problem, Long> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    synchronized Optional<String> last() {
        return last;
    }
}
