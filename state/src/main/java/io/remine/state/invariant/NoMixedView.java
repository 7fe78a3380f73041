package io.remine.state.invariant;

import io.remine.state.live.SearchResult.Hit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A search sees one encoder and one index, those that its answer names: whoever asks the same question of the same version
 * and the same manifest, in whichever process and however often, gets the same documents with the same scores. An answer that
 * mixes two views cannot be the one that either gives.
 */
public final class NoMixedView implements Invariant {

    /** Another machine word of the same sum; the scores are cosines. */
    private static final float ROUNDING = 1e-5f;

    private record Question(String query, String version, String manifest) {}

    private final Breaches breaches = new Breaches();
    private final Map<Question, List<Hit>> answers = new ConcurrentHashMap<>();
    private final AtomicLong compared = new AtomicLong();

    @Override
    public String name() {
        return "no mixed view";
    }

    /**
     * A search was answered.
     *
     * @param version that the answer names; empty for the first encoder
     * @param hits the best first
     */
    public void answered(String query, String version, String manifest, List<Hit> hits) {
        List<Hit> first = answers.putIfAbsent(new Question(query, version, manifest), List.copyOf(hits));
        if (first == null) {
            return;
        }
        compared.incrementAndGet();
        if (!areEqual(first, hits)) {
            breaches.add("'%s' by version '%s' in manifest %s: %s, and %s before"
                    .formatted(query, version, manifest, brief(hits), brief(first)));
        }
    }

    @Override
    public Finding finding() {
        return breaches.finding("%,d views asked, %,d answers compared".formatted(answers.size(), compared.get()));
    }

    /** Documents of one score may change places, and at the end of the list stand for others of that score. */
    private static boolean areEqual(List<Hit> first, List<Hit> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            if (Math.abs(first.get(i).score() - second.get(i).score()) > ROUNDING) {
                return false;
            }
            if (!first.get(i).id().equals(second.get(i).id()) && !isTied(first, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTied(List<Hit> hits, int i) {
        float score = hits.get(i).score();
        boolean withLast = i > 0 && hits.get(i - 1).score() - score <= ROUNDING;
        boolean withNext = i + 1 == hits.size() || score - hits.get(i + 1).score() <= ROUNDING;
        return withLast || withNext;
    }

    private static String brief(List<Hit> hits) {
        return hits.stream()
                .limit(3)
                .map(hit -> "%s %.6f".formatted(hit.id(), hit.score()))
                .toList()
                .toString();
    }
}
