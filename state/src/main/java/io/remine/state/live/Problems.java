package io.remine.state.live;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts problems by kind, keeps the last one's message, and knows which still stand in the way. Safe for use by several
 * threads.
 */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Map<Problem, Long> counts = new EnumMap<>(Problem.class);
    private final Map<Problem, String> standing = new EnumMap<>(Problem.class);
    private Optional<String> last = Optional.empty();

    /** One that is over: something came to nothing. */
    synchronized void report(Problem problem, String message) {
        counts.merge(problem, 1L, Long::sum);
        last = Optional.of(problem + ": " + message);
        LOG.warn("{}: {}", problem, message);
    }

    /** One that lasts, and keeps what follows from being served, until it is {@link #clear cleared}. */
    synchronized void stand(Problem problem, String message) {
        standing.put(problem, message);
        report(problem, message);
    }

    /** Nothing of this kind is in the way any more. */
    synchronized void clear(Problem problem) {
        standing.remove(problem);
    }

    synchronized Map<Problem, Long> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    synchronized Optional<String> last() {
        return last;
    }

    /** What is in the way, in a sentence; empty if nothing is. */
    synchronized Optional<String> standing() {
        return standing.entrySet().stream()
                .map(problem -> problem.getKey() + ": " + problem.getValue())
                .reduce("%s; %s"::formatted);
    }
}
