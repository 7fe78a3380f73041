package io.remine.streams.search;

import static io.remine.streams.search.RefusedException.badRequest;

import io.remine.operators.intake.InputJson;
import io.remine.operators.intake.MalformedRecordException;
import io.remine.state.index.Filter;
import io.remine.state.record.Query;
import io.remine.streams.search.Search.Mode;
import io.remine.streams.search.Search.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A search as the JSON of {@code POST /search}: one question with the fields of {@code GET}'s parameters, or {@code queries},
 * each with its own {@code q}, {@code k}, {@code scope} and {@code filter}. {@code scope} is a string or an array of them,
 * {@code filter} an object in which each name has one or several values.
 *
 * @param batch whether it was {@code queries}, to be answered in kind
 */
record SearchBody(Search search, boolean batch) {

    static final List<String> QUESTION_FIELDS = List.of("q", "k", "scope", "filter");
    static final List<String> SEARCH_FIELDS =
            List.of("encoder", "mode", "exact", "min_version", "min_manifest", "wait_ms");
    static final String BATCH_FIELD = "queries";

    static SearchBody parse(byte[] body, Collection<Mode> modes) throws RefusedException {
        try {
            InputJson json = InputJson.of(body);
            boolean batch = json.names().contains(BATCH_FIELD);
            List<String> known = Stream.concat(
                            batch ? Stream.of(BATCH_FIELD) : QUESTION_FIELDS.stream(), SEARCH_FIELDS.stream())
                    .toList();
            checkKnown(json, known);
            List<Question> questions = batch ? questions(json) : List.of(question("q", json));
            return new SearchBody(
                    new Search(
                            questions,
                            SearchLimits.side(json.optionalText("encoder")),
                            SearchLimits.mode(json.optionalText("mode"), modes),
                            json.optionalBoolean("exact").orElse(false),
                            SearchLimits.atLeast(json.optionalText("min_version"), json.optionalText("min_manifest")),
                            SearchLimits.patience(integer(json, "wait_ms"))),
                    batch);
        } catch (MalformedRecordException e) {
            throw badRequest(e.getMessage());
        }
    }

    private static List<Question> questions(InputJson json) throws MalformedRecordException, RefusedException {
        List<InputJson> objects = json.objects(BATCH_FIELD, SearchLimits.MAX_BATCH);
        if (objects.isEmpty()) {
            throw badRequest("queries is empty; give 1 to %d".formatted(SearchLimits.MAX_BATCH));
        }
        List<Question> questions = new ArrayList<>();
        for (InputJson each : objects) {
            checkKnown(each, QUESTION_FIELDS);
            questions.add(question("q of queries[%d]".formatted(questions.size()), each));
        }
        return questions;
    }

    private static Question question(String name, InputJson json) throws MalformedRecordException, RefusedException {
        return new Question(
                SearchLimits.query(name, json.optionalText("q")),
                SearchLimits.k(integer(json, "k")),
                SearchLimits.scopes(json.oneOrMore("scope", Query.MAX_SCOPES)),
                filter(json.object("filter")));
    }

    private static Filter filter(Optional<InputJson> object) throws MalformedRecordException, RefusedException {
        Map<String, List<String>> anyOf = new LinkedHashMap<>();
        if (object.isPresent()) {
            for (String name : object.get().names()) {
                anyOf.put(name, object.get().oneOrMore(name, Filter.MAX_VALUES));
            }
        }
        return SearchLimits.filter(anyOf);
    }

    /** As in an address, a field that is passed over for a typing error would change the answer. */
    private static void checkKnown(InputJson json, Collection<String> known) throws RefusedException {
        for (String name : json.names()) {
            if (!known.contains(name)) {
                throw badRequest("field '%s' is not known here; give %s"
                        .formatted(SearchLimits.shortened(name), String.join(", ", known)));
            }
        }
    }

    /** A whole number as text, for {@link SearchLimits}. */
    static Optional<String> integer(InputJson json, String name) throws MalformedRecordException {
        var value = json.optionalInteger(name);
        return value.isPresent() ? Optional.of(Long.toString(value.getAsLong())) : Optional.empty();
    }
}
