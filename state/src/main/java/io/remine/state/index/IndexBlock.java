package io.remine.state.index;

import static java.util.Comparator.comparing;

import ai.djl.ndarray.NDArray;
import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.resource.Lazy;
import io.remine.state.resource.ReferenceCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The live documents of one bucket: what is left when its segments have been applied to each other, ordered by
 * {@link ScopeRuns scope}, then age. Immutable, and shared by every view whose manifest lists the same segments; where more
 * deltas follow, they are applied to this, and what they leave as it is need not be read again.
 */
final class IndexBlock {

    private final List<SegmentRef> segments;
    private final StringColumn ids;
    private final long[] versions;
    private final SourceRows sourceRows; // in the segments
    private final List<TextColumn> texts; // of each segment
    private final StringColumn scopeNames;
    private final ScopeRuns scopes;
    private final BlockAttributes attributes;
    private final int[] byAge;
    private final Lazy<RowTable> rows;
    private final Optional<BlockVectors> vectors;
    private final Optional<CodedRows> coded; // in place of the former
    private final ReferenceCount references;

    /**
     * @param before what the segments are added to; null if there is nothing
     * @param applied which rows are left, numbered through what was before, then the segments
     */
    private IndexBlock(
            Manifest.Bucket bucket,
            IndexBlock before,
            List<SegmentColumns> added,
            AppliedSegments applied,
            int dimension,
            Placement placement) {
        this.segments = bucket.segments();
        List<Source> sources = sources(before, added);
        int[] left = applied.left();
        StringColumn allScopes = column(sources, Source::scopes);
        int[] order = order(left, allScopes);
        int[] chosen = RowNumbers.pick(left, order);
        this.ids = applied.ids().select(chosen);
        this.versions = versions(sources, chosen);
        this.sourceRows = (before == null ? SourceRows.NONE : before.sourceRows)
                .then(added.stream().map(SegmentColumns::rows).toList(), chosen);
        this.texts = Stream.concat(
                        before == null ? Stream.of() : before.texts.stream(),
                        added.stream().map(SegmentColumns::texts))
                .toList();
        this.scopeNames = allScopes.select(chosen);
        this.scopes = ScopeRuns.of(scopeNames);
        this.attributes = BlockAttributes.of(attributes(sources, chosen));
        this.byAge = inverse(order);
        this.rows = applied.table(ids, chosen);
        if (placement.precision() == BlockPrecision.CODES) {
            this.coded = Optional.of(new CodedRows(added, sourceRows));
            this.vectors = Optional.empty();
        } else {
            this.coded = Optional.empty();
            this.vectors = Optional.of(BlockVectors.of(
                    before == null ? null : before.vectors.orElseThrow(),
                    added.stream().map(SegmentColumns::vectors).toList(),
                    chosen,
                    sourceRows,
                    dimension,
                    placement));
        }
        this.references = new ReferenceCount(() -> vectors.ifPresent(BlockVectors::close));
    }

    /** Rows that a block is made of, but for what is left where it is: texts and vectors. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Source(
            StringColumn ids,
            long[] versions,
            StringColumn scopes,
            Function<Integer, Attributes> attributes,
            boolean hasAttributes) {

        static Source of(IndexBlock block) {
            BlockAttributes attributes = block.attributes;
            return new Source(block.ids, block.versions, block.scopeNames, attributes::of, attributes.any());
        }

        static Source of(SegmentColumns segment) {
            List<Attributes> attributes = segment.attributes();
            return new Source(
                    segment.ids(), segment.versions(), segment.scopes(), attributes::get, !attributes.isEmpty());
        }

        int rows() {
            return ids.size();
        }
    }

    /**
     * Reads the bucket's segments and applies them.
     *
     * @param previous the bucket's block in an earlier view, held by the caller; null if there is none
     * @throws CorruptDataException if a segment is not what the manifest says
     */
    static IndexBlock build(
            IndexBlock previous, Manifest.Bucket bucket, Manifest manifest, BlobSource blobs, Placement placement)
            throws IOException {
        boolean goesOn = previous != null && !previous.isCoded() && previous.isBegunBy(bucket.segments());
        IndexBlock before = goesOn ? previous : null;
        List<SegmentRef> unread = bucket.segments()
                .subList(
                        goesOn ? previous.segments.size() : 0, bucket.segments().size());
        List<SegmentColumns> added = new ArrayList<>();
        for (SegmentRef reference : unread) {
            SegmentColumns segment =
                    SegmentColumns.read(blobs.map(reference.blob()), blobs.isAccepted(reference.blob()));
            checkIsOf(manifest, bucket, reference, segment);
            added.add(segment);
        }
        boolean isAccepted = before == null
                && added.size() == 1
                && added.get(0).deletedIds().size() == 0
                && blobs.isAccepted(unread.get(0).blob());
        AppliedSegments applied = isAccepted ? AppliedSegments.ofAccepted(added.get(0)) : applied(before, added);
        return new IndexBlock(bucket, before, added, applied, manifest.dimension(), placement);
    }

    private static AppliedSegments applied(IndexBlock before, List<SegmentColumns> added) throws CorruptDataException {
        AppliedSegments applied = new AppliedSegments(
                sources(before, added).stream().map(Source::ids).toList());
        if (before != null) {
            applied.begin(before.byAge, before.rows.get());
        }
        for (SegmentColumns segment : added) {
            applied.apply(segment);
        }
        return applied;
    }

    int rows() {
        return ids.size();
    }

    DocumentId id(int row) {
        return new DocumentId(ids.get(row));
    }

    /** Orders the changes of the row's document. */
    long version(int row) {
        return versions[row];
    }

    String text(int row) {
        int segment = sourceRows.source(row);
        return texts.get(segment).get(sourceRows.rowOf(segment, row));
    }

    /** Which rows have which scope. */
    ScopeRuns scopes() {
        return scopes;
    }

    /** Which rows have which attributes. */
    BlockAttributes attributes() {
        return attributes;
    }

    /** The row of the only id in this column, or -1. */
    int rowOf(StringColumn id) {
        return rows.get().find(id, 0);
    }

    /** The row of the document that another block has in this row, or -1. */
    int rowOf(IndexBlock other, int otherRow) {
        return rows.get().find(other.ids, otherRow);
    }

    /** One row for each document; to be read only, and only while the block is held. */
    NDArray vectors() {
        return spreadVectors().whole();
    }

    /** The same where they lie, in any order. */
    BlockVectors spreadVectors() {
        return vectors.orElseThrow(
                () -> new IllegalStateException("this block keeps codes; they are searched otherwise"));
    }

    /** Whether there are codes in place of {@link #vectors}. */
    boolean isCoded() {
        return coded.isPresent();
    }

    /** What is there in place of {@link #vectors} if the view keeps {@link BlockPrecision#CODES}. */
    CodedRows coded() {
        return coded.orElseThrow(() -> new IllegalStateException("this block keeps vectors, not codes"));
    }

    /** What the vectors take of the device's memory. */
    long vectorBytes() {
        return vectors.map(BlockVectors::bytes).orElseGet(() -> coded().bytes());
    }

    boolean retain() {
        return references.retain();
    }

    void release() {
        references.release();
    }

    /** Whether this is what these segments make. */
    boolean isOf(List<SegmentRef> listed) {
        return segments.equals(listed);
    }

    /** Whether a bucket begins with the segments of this block. */
    private boolean isBegunBy(List<SegmentRef> listed) {
        return listed.size() >= segments.size()
                && listed.subList(0, segments.size()).equals(segments);
    }

    private static List<Source> sources(IndexBlock before, List<SegmentColumns> added) {
        List<Source> sources = new ArrayList<>();
        if (before != null) {
            sources.add(Source.of(before));
        }
        added.forEach(segment -> sources.add(Source.of(segment)));
        return sources;
    }

    private static StringColumn column(List<Source> sources, Function<Source, StringColumn> column) {
        return StringColumn.concat(sources.stream().map(column).toList());
    }

    /** The places in {@code left} by scope; stable: then by age. */
    private static int[] order(int[] left, StringColumn scopes) {
        IntStream ages = IntStream.range(0, left.length);
        return scopes.isBlank()
                ? ages.toArray()
                : ages.boxed()
                        .sorted(comparing(age -> scopes.get(left[age])))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int i = 0; i < permutation.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }

    private static long[] versions(List<Source> sources, int[] chosen) {
        long[] all = sources.size() == 1
                ? sources.get(0).versions()
                : sources.stream()
                        .flatMapToLong(source -> Arrays.stream(source.versions()))
                        .toArray();
        return RowNumbers.areAll(chosen, all.length)
                ? all
                : Arrays.stream(chosen).mapToLong(row -> all[row]).toArray();
    }

    private static List<Attributes> attributes(List<Source> sources, int[] chosen) {
        if (sources.stream().noneMatch(Source::hasAttributes)) {
            return List.of();
        }
        List<Attributes> all = new ArrayList<>();
        for (Source source : sources) {
            all.addAll(
                    source.hasAttributes()
                            ? IntStream.range(0, source.rows())
                                    .boxed()
                                    .map(source.attributes())
                                    .toList()
                            : Collections.nCopies(source.rows(), Attributes.NONE));
        }
        return Arrays.stream(chosen).mapToObj(all::get).toList();
    }

    private static void checkIsOf(
            Manifest manifest, Manifest.Bucket bucket, SegmentRef reference, SegmentColumns segment)
            throws CorruptDataException {
        if (segment.bucket() != bucket.number()
                || !segment.generation().equals(manifest.generation())
                || segment.dimension() != manifest.dimension()
                || segment.rows() != reference.rows()
                || segment.deletedIds().size() != reference.deletions()) {
            throw new CorruptDataException(
                    "segment %s holds bucket %d, %s, dimension %d, %d rows and %d deletions; manifest %s says bucket %d, %s, dimension %d, %d and %d"
                            .formatted(
                                    reference.blob().hash(),
                                    segment.bucket(),
                                    segment.generation(),
                                    segment.dimension(),
                                    segment.rows(),
                                    segment.deletedIds().size(),
                                    manifest.id(),
                                    bucket.number(),
                                    manifest.generation(),
                                    manifest.dimension(),
                                    reference.rows(),
                                    reference.deletions()));
        }
    }
}
