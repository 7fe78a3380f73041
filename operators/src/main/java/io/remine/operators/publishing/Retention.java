package io.remine.operators.publishing;

import io.remine.state.blob.BlobRef;
import io.remine.state.model.ModelVersion;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which versions somebody may still need. Every reader begins at the last full copy at or before the version it wants, or,
 * before the first, at the generation's first encoder, and adds updates from there. Kept are
 *
 * <ul>
 *   <li>everything from the last but one full copy on, so that a reader who began at it has time to catch up;
 *   <li>for each released version, the versions from which it is made.
 * </ul>
 */
final class Retention {

    private Retention() {}

    /**
     * The versions of which nothing is needed.
     *
     * @param versions all that have not been deleted, the oldest first
     * @param released versions that serve. One that is not among {@code versions} was published by a life that has been
     *     abandoned; what is kept for it is its timeline up to where that life branched off
     */
    static List<RetainedVersion> superfluous(List<RetainedVersion> versions, Collection<ModelVersion> released) {
        BitSet needed = new BitSet(versions.size());
        needed.set(lastButOneFullCopy(versions), versions.size());
        for (ModelVersion version : released) {
            int last = lastOfItsTimeline(version, versions);
            if (last >= 0) {
                needed.set(beginning(last, versions), last + 1);
            }
        }
        return IntStream.range(0, versions.size())
                .filter(i -> !needed.get(i))
                .mapToObj(versions::get)
                .toList();
    }

    /** The blobs of the deleted versions that no kept one shares; each once. */
    static Set<BlobRef> orphans(Collection<RetainedVersion> deleted, Collection<RetainedVersion> kept) {
        Set<BlobRef> orphans = new HashSet<>();
        deleted.forEach(version -> orphans.addAll(version.blobs()));
        kept.forEach(version -> version.blobs().forEach(orphans::remove));
        return orphans;
    }

    private static int lastButOneFullCopy(List<RetainedVersion> versions) {
        int last = beginning(versions.size() - 1, versions);
        return last == 0 ? 0 : beginning(last - 1, versions);
    }

    /** The last full copy at or before {@code index}; 0 if there is none. */
    private static int beginning(int index, List<RetainedVersion> versions) {
        return IntStream.iterate(index, i -> i > 0, i -> i - 1)
                .filter(i -> versions.get(i).fullCopy())
                .findFirst()
                .orElse(0);
    }

    private static int lastOfItsTimeline(ModelVersion version, List<RetainedVersion> versions) {
        return IntStream.range(0, versions.size())
                .filter(i -> versions.get(i).version().timeline().equals(version.timeline()))
                .filter(i -> versions.get(i).version().checkpoint() <= version.checkpoint())
                .max()
                .orElse(-1);
    }
}
