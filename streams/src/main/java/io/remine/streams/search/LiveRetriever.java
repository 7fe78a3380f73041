package io.remine.streams.search;

import io.remine.state.evaluation.Prequential;
import io.remine.state.live.Health;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.Status;
import io.remine.state.live.View;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.lexical.WordView;
import io.remine.streams.lexical.WordViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Answers from the live index of this process and the journal of the training job. */
final class LiveRetriever implements Retriever, AutoCloseable {

    /** Most points of the curve; a longer one is thinned out. */
    private static final int MAX_POINTS = 400;

    private static final int SEARCH_THREADS = 8;

    private final LiveIndex live;
    private final Optional<WordViews> words;
    private final Journal journal;
    private final List<String> suggestions;
    private final SearchThreads threads;

    /**
     * @param words of the same live index; empty for searches by vectors only
     * @param timeout that a search may take once there is a view for it
     */
    LiveRetriever(
            LiveIndex live, Optional<WordViews> words, Journal journal, List<String> suggestions, Duration timeout) {
        this.live = live;
        this.words = words;
        this.journal = journal;
        this.suggestions = List.copyOf(suggestions);
        this.threads = new SearchThreads(SEARCH_THREADS, timeout);
    }

    @Override
    public Answer search(Search search) throws UnavailableException, InterruptedException {
        return switch (search.mode()) {
            case DENSE -> answer(lease(search), view -> ViewAnswers.dense(view, search));
            case LEXICAL -> answer(leaseWords(search), view -> ViewAnswers.lexical(view, search));
            case HYBRID -> answer(leaseWords(search), view -> ViewAnswers.hybrid(view, search));
        };
    }

    @Override
    public Set<Search.Mode> modes() {
        return words.isPresent() ? EnumSet.allOf(Search.Mode.class) : EnumSet.of(Search.Mode.DENSE);
    }

    @Override
    public Health health() {
        return live.health();
    }

    @Override
    public void close() {
        threads.close();
    }

    @Override
    public ServerStatus status() {
        Status status = live.status();
        List<EvaluationRecord> evaluations = journal.evaluations();
        long examples = evaluations.isEmpty()
                ? 0
                : evaluations.get(evaluations.size() - 1).lineage().examples();
        return new ServerStatus(
                status.manifest().isPresent(),
                status.documents(),
                status.manifest().map(Object::toString),
                status.version().map(Object::toString),
                evaluations.size(),
                examples,
                curve(evaluations),
                problems(status),
                suggestions);
    }

    private <T> Answer answer(Lease<T> lease, Function<T, Answer> search)
            throws UnavailableException, InterruptedException {
        return threads.search(lease, view -> live.searches().time(() -> search.apply(view)));
    }

    /** A search that wants nothing special waits for nothing. */
    private Lease<View> lease(Search search) throws UnavailableException, InterruptedException {
        return search.atLeast().isEmpty()
                ? live.lease().orElseThrow(this::nothingYet)
                : live.lease(search.atLeast(), search.patience());
    }

    private Lease<WordView> leaseWords(Search search) throws UnavailableException, InterruptedException {
        WordViews views = words.orElseThrow(
                () -> new IllegalArgumentException("no index of words here; ask for one of " + modes()));
        return search.atLeast().isEmpty()
                ? views.lease().orElseThrow(this::nothingYet)
                : views.lease(search.atLeast(), search.patience());
    }

    private UnavailableException nothingYet() {
        String reason = live.health().isReady()
                ? "its words are being indexed"
                : live.health().reason();
        return new UnavailableException(
                "there is no index to search yet: %s; try again in a few seconds".formatted(reason));
    }

    /** At most {@link #MAX_POINTS} of the evaluations, evenly spread, the newest always among them. */
    static List<ServerStatus.CurvePoint> curve(List<EvaluationRecord> evaluations) {
        int step = Math.max(1, (evaluations.size() + MAX_POINTS - 1) / MAX_POINTS);
        List<ServerStatus.CurvePoint> points = new ArrayList<>();
        for (int i = (evaluations.size() - 1) % step; i >= 0 && i < evaluations.size(); i += step) {
            points.add(point(evaluations.get(i)));
        }
        return points;
    }

    private static ServerStatus.CurvePoint point(EvaluationRecord evaluation) {
        Prequential window = evaluation.window();
        return new ServerStatus.CurvePoint(
                evaluation.version().toString(),
                evaluation.lineage().examples(),
                window.examples() == 0 ? Optional.empty() : Optional.of(window.mrr()),
                window.sampled() == 0 ? Optional.empty() : Optional.of(window.controlMrr()));
    }

    private List<String> problems(Status status) {
        List<String> problems = new ArrayList<>();
        status.problems().forEach((problem, count) -> {
            if (count > 0) {
                problems.add("%s: %d".formatted(problem, count));
            }
        });
        status.lastProblem().ifPresent(last -> problems.add("last: " + last));
        words.flatMap(WordViews::problem).ifPresent(problems::add);
        return problems;
    }
}
