package io.remine.streams.search;

import static io.remine.streams.search.RefusedException.badRequest;

import io.remine.state.index.Filter;
import io.remine.state.index.ManifestId;
import io.remine.state.live.AtLeast;
import io.remine.state.model.ModelVersion;
import io.remine.state.record.Query;
import io.remine.state.record.Scopes;
import io.remine.streams.search.Search.Mode;
import io.remine.streams.search.Search.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the values of a search may be, wherever in a request they stand. */
final class SearchLimits {

    static final int MAX_QUERY_CHARS = 1_000;
    static final int DEFAULT_K = 10;
    static final int MAX_K = 200;
    static final int MAX_BATCH = 64;
    static final int DEFAULT_WAIT_MILLIS = 10_000;
    static final int MAX_WAIT_MILLIS = 60_000;

    private SearchLimits() {}

    static String query(String name, Optional<String> value) throws RefusedException {
        String query = value.map(String::strip).orElse("");
        if (query.isEmpty()) {
            throw badRequest("%s is missing or empty; search for something: /search?q=...".formatted(name));
        }
        if (query.length() > MAX_QUERY_CHARS) {
            throw badRequest(
                    "%s has %d characters, limit %d; shorten it".formatted(name, query.length(), MAX_QUERY_CHARS));
        }
        return query;
    }

    static int k(Optional<String> value) throws RefusedException {
        return whole("k", value, DEFAULT_K, 1, MAX_K);
    }

    static Duration patience(Optional<String> value) throws RefusedException {
        return Duration.ofMillis(whole("wait_ms", value, DEFAULT_WAIT_MILLIS, 0, MAX_WAIT_MILLIS));
    }

    static Side side(Optional<String> value) throws RefusedException {
        return oneOf("encoder", value, Side.LIVE, List.of(Side.values()), side -> side.name()
                .toLowerCase(Locale.ROOT));
    }

    /** @param offered what this server has */
    static Mode mode(Optional<String> value, Collection<Mode> offered) throws RefusedException {
        Mode mode = oneOf("mode", value, Mode.DENSE, List.of(Mode.values()), Mode::label);
        if (!offered.contains(mode)) {
            throw badRequest("mode is '%s', and this server keeps no index of words; set serve.lexical: true, or ask"
                            .formatted(mode.label())
                    + " for dense");
        }
        return mode;
    }

    static boolean exact(Optional<String> value) throws RefusedException {
        return oneOf("exact", value, false, List.of(true, false), String::valueOf);
    }

    /** An empty scope is refused like any other bad one: taken for none, it would show everything. */
    static List<String> scopes(Collection<String> values) throws RefusedException {
        if (values.size() > Query.MAX_SCOPES) {
            throw badRequest("scope is given %d times, limit %d; give fewer, or none to search everything"
                    .formatted(values.size(), Query.MAX_SCOPES));
        }
        return made(() -> {
            values.forEach(Scopes::check);
            return values.stream().distinct().toList();
        });
    }

    static Filter filter(Map<String, ? extends Collection<String>> anyOf) throws RefusedException {
        return made(() -> new Filter(anyOf));
    }

    /** How new the view must be, as {@code min_version} and {@code min_manifest} say. */
    static List<AtLeast> atLeast(Optional<String> version, Optional<String> manifest) throws RefusedException {
        List<AtLeast> wanted = new ArrayList<>();
        if (version.isPresent()) {
            wanted.add(AtLeast.version(named("min_version", version.get(), ModelVersion::parse)));
        }
        if (manifest.isPresent()) {
            wanted.add(AtLeast.index(named("min_manifest", manifest.get(), ManifestId::parse)));
        }
        return wanted;
    }

    /** A value that may be of any length, for an error message. */
    static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }

    private static <T> T named(String name, String value, Function<String, T> parse) throws RefusedException {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw badRequest(
                    "%s is '%s'; give TIMELINE/CHECKPOINT, as an answer has it".formatted(name, shortened(value)));
        }
    }

    private static <T> T oneOf(String name, Optional<String> value, T standard, List<T> all, Function<T, String> label)
            throws RefusedException {
        if (value.isEmpty()) {
            return standard;
        }
        return all.stream()
                .filter(each -> label.apply(each).equals(value.get().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> badRequest("%s is '%s'; give %s"
                        .formatted(
                                name,
                                shortened(value.get()),
                                String.join(" or ", all.stream().map(label).toList()))));
    }

    private static int whole(String name, Optional<String> value, int standard, int least, int most)
            throws RefusedException {
        if (value.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(name, value.get(), least, most);
        }
        throw outside(name, value.get(), least, most);
    }

    private static RefusedException outside(String name, String value, int least, int most) {
        return badRequest(
                "%s is '%s'; give a whole number from %d to %d".formatted(name, shortened(value), least, most));
    }

    /** What a value's constructor refuses is the asker's mistake. */
    private static <T> T made(Supplier<T> maker) throws RefusedException {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        }
    }
}
