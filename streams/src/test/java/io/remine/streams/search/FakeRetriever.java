package io.remine.streams.search;

import io.remine.state.index.ManifestId;
import io.remine.state.live.AtLeast;
import io.remine.state.live.BehindException;
import io.remine.state.live.Health;
import io.remine.state.model.ModelVersion;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Scopes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * An index of a dozen documents, which the control ranks the other way round; one with an even number has the scope {@code even},
 * and each has the attribute {@code third}.
 */
final class FakeRetriever implements Retriever {

    static final String SCRIPT = "<script>document.title = 'taken over'</script><b>bold</b>";

    /** What it is new enough for. */
    private static final Set<AtLeast> MET =
            Set.of(AtLeast.version(ModelVersion.parse("t1/7")), AtLeast.index(ManifestId.parse("t0/3")));

    volatile boolean ready = true;
    volatile boolean broken;
    volatile Set<Search.Mode> modes = Set.of(Search.Mode.DENSE);
    volatile Search asked;

    /** One permit for each search that has come. */
    final Semaphore inProgress = new Semaphore(0);

    /** Searches wait until it is open. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Answer search(Search search) throws UnavailableException, InterruptedException {
        asked = search;
        inProgress.release();
        if (!gate.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("nobody opened the gate");
        }
        if (!ready) {
            throw new UnavailableException("the index is not built yet; try again in a few seconds");
        }
        if (!search.atLeast().stream().allMatch(MET::contains)) {
            throw new BehindException("that is wanted, this is there");
        }
        if (broken) {
            throw new IllegalStateException("secret detail");
        }
        boolean live = search.side() == Search.Side.LIVE;
        return new Answer(
                search.questions().stream()
                        .map(question -> results(question, live))
                        .toList(),
                search.mode(),
                search.exact(),
                live ? Optional.of("t1/7") : Optional.empty(),
                "t0/3");
    }

    @Override
    public Set<Search.Mode> modes() {
        return modes;
    }

    @Override
    public Health health() {
        return ready ? new Health(Health.Condition.SERVING, "") : new Health(Health.Condition.STARTING, "0 of 7 read");
    }

    private static List<Result> results(Search.Question question, boolean live) {
        List<Result> results = new ArrayList<>(IntStream.range(0, 12)
                .filter(i -> Scopes.allow(question.scopes(), i % 2 == 0 ? Optional.of("even") : Optional.empty()))
                .filter(i -> question.filter().allows(Attributes.of("third", Integer.toString(i % 3))))
                .mapToObj(i -> new Result(new DocumentId("n-" + i), text(i), 0.9f - 0.05f * i))
                .toList());
        if (!live && results.size() > 4) {
            Collections.swap(results, 1, 4);
            results.remove(2);
        }
        return results.subList(0, Math.min(question.k(), results.size()));
    }

    private static String text(int i) {
        return i == 1
                ? SCRIPT
                : List.of(
                                "sloping land, especially the slope beside a body of water",
                                "",
                                "a financial institution that accepts deposits and channels the money into lending",
                                "a long ridge or pile",
                                "an arrangement of similar objects in a row or in tiers",
                                "a supply or stock held in reserve for future use, especially in emergencies")
                        .get(i % 6)
                        .concat(i > 5 ? " (" + i + ")" : "")
                        .concat(i == 7 ? "a building in which the business of banking is transacted" : "");
    }

    @Override
    public ServerStatus status() {
        List<ServerStatus.CurvePoint> curve = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> new ServerStatus.CurvePoint(
                        "t1/" + i,
                        i * 280L,
                        Optional.of(0.13 + 0.09 * (1 - Math.exp(-i / 9.0)) + 0.006 * Math.sin(i * 2.1)),
                        i % 2 == 0 ? Optional.of(0.135 + 0.008 * Math.sin(i * 1.3)) : Optional.empty()))
                .toList();
        return new ServerStatus(
                ready,
                10_000,
                Optional.of("t0/3"),
                Optional.of("t1/7"),
                30,
                8_400,
                curve,
                List.of(),
                List.of("bank: he sat on the bank of the river", "light: a light heart", "run: the car runs well"));
    }
}
