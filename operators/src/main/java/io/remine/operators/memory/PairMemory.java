package io.remine.operators.memory;

import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one query's text with its documents. Bounded: what came longest ago is forgotten first.
 *
 * @param losses of documents that were clicked, the last one seen last
 * @param pushes of documents that served as negatives
 */
public record PairMemory(List<PairLoss> losses, List<Push> pushes) {

    /** Most documents with losses. */
    public static final int MAX_LOSSES = 256;
    /** Most documents with pushes. */
    public static final int MAX_PUSHES = 1_024;

    public static final PairMemory EMPTY = new PairMemory(List.of(), List.of());

    /**
     * The losses of one pair so far.
     *
     * @param seen how often, at least 1
     * @param mean of its losses
     */
    public record PairLoss(DocumentId document, int seen, double mean) {

        public PairLoss {
            if (seen < 1 || !Double.isFinite(mean)) {
                throw new IllegalArgumentException(
                        "mean loss %s of %d, must be finite, of at least 1".formatted(mean, seen));
            }
        }

        /** With one loss more. */
        public PairLoss plus(double loss) {
            int times = seen == Integer.MAX_VALUE ? seen : seen + 1;
            return new PairLoss(document, times, mean + (loss - mean) / times);
        }
    }

    /**
     * How far training has pushed a negative away from the query.
     *
     * @param timeMillis of the last example that did, in milliseconds since 1970
     * @param coefficient the sum of the loss's derivatives by the document's cosine that were followed: above 0
     */
    public record Push(DocumentId document, long timeMillis, double coefficient) {

        public Push {
            if (!(coefficient > 0 && coefficient < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "push of %s by %s, must be finite and above 0".formatted(document, coefficient));
            }
        }
    }

    public PairMemory {
        losses = List.copyOf(losses);
        pushes = List.copyOf(pushes);
        if (losses.size() > MAX_LOSSES || pushes.size() > MAX_PUSHES) {
            throw new IllegalArgumentException("%d losses and %d pushes of a query, limits %d and %d"
                    .formatted(losses.size(), pushes.size(), MAX_LOSSES, MAX_PUSHES));
        }
    }

    public boolean isEmpty() {
        return losses.isEmpty() && pushes.isEmpty();
    }

    public Optional<PairLoss> lossOf(DocumentId document) {
        return losses.stream().filter(each -> each.document().equals(document)).findFirst();
    }

    public Optional<Push> pushOf(DocumentId document) {
        return pushes.stream().filter(each -> each.document().equals(document)).findFirst();
    }

    /** With one loss more of this document, which is now the last one seen. */
    public PairMemory withLoss(DocumentId document, double loss) {
        PairLoss next = lossOf(document).map(before -> before.plus(loss)).orElse(new PairLoss(document, 1, loss));
        List<PairLoss> longer = new ArrayList<>(losses);
        longer.removeIf(each -> each.document().equals(document));
        longer.add(next);
        return new PairMemory(longer.subList(Math.max(0, longer.size() - MAX_LOSSES), longer.size()), pushes);
    }

    /** Without this document's push. */
    public PairMemory withoutPush(DocumentId document) {
        return new PairMemory(
                losses,
                pushes.stream()
                        .filter(each -> !each.document().equals(document))
                        .toList());
    }

    /**
     * With these pushes added to those of the same documents.
     *
     * @param sinceMillis older ones are forgotten
     * @param limit of those left, so many of the largest are kept
     */
    public PairMemory withPushes(List<Push> more, long sinceMillis, int limit) {
        List<Push> all = new ArrayList<>();
        for (Push before : pushes) {
            if (before.timeMillis() >= sinceMillis) {
                all.add(before);
            }
        }
        for (Push push : more) {
            double earlier = 0;
            long timeMillis = push.timeMillis();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).document().equals(push.document())) {
                    earlier = all.get(i).coefficient();
                    timeMillis = Math.max(timeMillis, all.get(i).timeMillis());
                    all.remove(i);
                    break;
                }
            }
            all.add(new Push(push.document(), timeMillis, earlier + push.coefficient()));
        }
        return new PairMemory(
                losses,
                all.stream()
                        .sorted(Comparator.comparingDouble(Push::coefficient).reversed())
                        .limit(Math.min(limit, MAX_PUSHES))
                        .toList());
    }
}
