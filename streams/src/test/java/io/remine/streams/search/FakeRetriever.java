package io.remine.streams.search;

import io.remine.state.record.DocumentId;
import io.remine.state.record.Scopes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An index of a dozen documents, which the control ranks the other way round; one with an even number has the scope {@code even}. */
final class FakeRetriever implements Retriever {

    static final String SCRIPT = "<script>document.title = 'taken over'</script><b>bold</b>";

    volatile boolean ready = true;
    volatile boolean broken;

    @Override
    public Answer search(String query, int k, Side side, List<String> scopes) throws NotReadyException {
        if (!ready) {
            throw new NotReadyException("the index is not built yet; try again in a few seconds");
        }
        if (broken) {
            throw new IllegalStateException("secret detail");
        }
        List<Result> results = new ArrayList<>(IntStream.range(0, 12)
                .filter(i -> Scopes.allow(scopes, i % 2 == 0 ? Optional.of("even") : Optional.empty()))
                .mapToObj(i -> new Result(new DocumentId("n-" + i), text(i), 0.9f - 0.05f * i))
                .toList());
        if (side == Side.CONTROL) {
            Collections.swap(results, 1, 4);
            results.remove(2);
        }
        return new Answer(
                results.subList(0, Math.min(k, results.size())),
                side == Side.LIVE ? Optional.of("t1/7") : Optional.empty(),
                "t0/3");
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
