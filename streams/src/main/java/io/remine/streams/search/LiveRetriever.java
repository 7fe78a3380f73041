package io.remine.streams.search;

import io.remine.state.evaluation.Prequential;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.SearchResult;
import io.remine.state.live.Status;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers from the live index of this process and the journal of the training job. */
final class LiveRetriever implements Retriever {

    /** Most points of the curve; a longer one is thinned out. */
    private static final int MAX_POINTS = 400;

    private final LiveIndex live;
    private final Journal journal;
    private final List<String> suggestions;

    LiveRetriever(LiveIndex live, Journal journal, List<String> suggestions) {
        this.live = live;
        this.journal = journal;
        this.suggestions = List.copyOf(suggestions);
    }

    @Override
    public Answer search(String query, int k, Side side, List<String> scopes) throws NotReadyException {
        if (live.status().manifest().isEmpty()) {
            throw new NotReadyException("there is no index to search yet; try again in a few seconds");
        }
        SearchResult found = side == Side.LIVE ? live.search(query, k, scopes) : live.searchControl(query, k, scopes);
        return new Answer(
                found.hits().stream()
                        .map(hit -> new Result(hit.id(), hit.text(), hit.score()))
                        .toList(),
                found.version().map(ModelVersion::toString),
                found.manifest().toString());
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

    private static List<String> problems(Status status) {
        List<String> problems = new ArrayList<>();
        status.problems().forEach((problem, count) -> {
            if (count > 0) {
                problems.add("%s: %d".formatted(problem, count));
            }
        });
        status.lastProblem().ifPresent(last -> problems.add("last: " + last));
        return problems;
    }
}
