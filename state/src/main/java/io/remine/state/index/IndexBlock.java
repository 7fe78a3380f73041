package io.remine.state.index;

import static java.util.Comparator.comparing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.resource.ReferenceCount;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The live documents of one bucket: what is left when its segments have been applied to each other, ordered by
 * {@link ScopeRuns scope}, then age. Immutable, and shared by every view whose manifest lists the same segments; where more
 * deltas follow, they are applied to this, and what they leave as it is need not be read again.
 */
final class IndexBlock {

    private final List<SegmentRef> segments;
    private final StringColumn ids;
    private final long[] versions;
    private final StringColumn texts;
    private final StringColumn scopeNames;
    private final ScopeRuns scopes;
    private final BlockAttributes attributes;
    private final int[] byAge;
    private final RowTable rows;
    private final Optional<NDArray> vectors; // [rows, dimension]
    private final Optional<CodedRows> coded; // in place of the former
    private final ReferenceCount references;

    /**
     * @param sources what rows may come from
     * @param left the rows that are left, numbered through the sources, by age
     * @param coded the segments that the sources are, if only codes are kept of their vectors
     */
    private IndexBlock(
            List<SegmentRef> segments,
            List<Source> sources,
            int[] left,
            Placement placement,
            Optional<List<SegmentColumns>> coded) {
        this.segments = segments;
        StringColumn allScopes = column(sources, Source::scopes);
        int[] order = order(left, allScopes);
        int[] chosen = Arrays.stream(order).map(age -> left[age]).toArray();
        this.ids = column(sources, Source::ids).select(chosen);
        this.versions = versions(sources, chosen);
        this.texts = column(sources, Source::texts).select(chosen);
        this.scopeNames = allScopes.select(chosen);
        this.scopes = ScopeRuns.of(scopeNames.stream()
                .map(name -> Optional.of(name).filter(some -> !some.isEmpty()))
                .toList());
        this.attributes = BlockAttributes.of(attributes(sources, chosen));
        this.byAge = inverse(order);
        this.rows = RowTable.of(ids);
        NDManager manager = PyTorch.newManager(placement.device());
        this.references = new ReferenceCount(manager::close);
        this.coded = coded.map(columns -> new CodedRows(columns, chosen));
        this.vectors = coded.isPresent() ? Optional.empty() : Optional.of(vectors(sources, chosen, placement, manager));
    }

    /**
     * Rows that a block is made of.
     *
     * @param vectors on its device; empty if only codes are kept
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Source(
            StringColumn ids,
            long[] versions,
            StringColumn texts,
            StringColumn scopes,
            Function<Integer, Attributes> attributes,
            boolean hasAttributes,
            Optional<NDArray> vectors) {

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
        boolean inCodes = placement.precision() == BlockPrecision.CODES;
        int applied =
                previous != null && !inCodes && previous.isBegunBy(bucket.segments()) ? previous.segments.size() : 0;
        List<SegmentColumns> added = new ArrayList<>();
        for (SegmentRef reference :
                bucket.segments().subList(applied, bucket.segments().size())) {
            SegmentColumns segment = inCodes
                    ? SegmentColumns.read(blobs.map(reference.blob()))
                    : SegmentColumns.read(ByteBuffer.wrap(blobs.read(reference.blob())));
            checkIsOf(manifest, bucket, reference, segment);
            added.add(segment);
        }
        try (NDManager scope = PyTorch.newManager(placement.device())) {
            List<Source> sources = new ArrayList<>();
            if (applied > 0) {
                sources.add(previous.source());
            }
            for (SegmentColumns segment : added) {
                sources.add(source(segment, placement, scope));
            }
            AppliedSegments rows =
                    new AppliedSegments(sources.stream().map(Source::ids).toList());
            if (applied > 0) {
                rows.begin(previous.byAge);
            }
            for (SegmentColumns segment : added) {
                rows.apply(segment);
            }
            Optional<List<SegmentColumns>> coded = inCodes ? Optional.of(added) : Optional.empty();
            return new IndexBlock(bucket.segments(), sources, rows.left(), placement, coded);
        }
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
        return texts.get(row);
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
        return rows.find(id, 0);
    }

    /** The row of the document that another block has in this row, or -1. */
    int rowOf(IndexBlock other, int otherRow) {
        return rows.find(other.ids, otherRow);
    }

    /** One row for each document; to be read only, and only while the block is held. */
    NDArray vectors() {
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
        return coded.map(CodedRows::bytes)
                .orElseGet(() -> vectors().size() * vectors().getDataType().getNumOfBytes());
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

    private Source source() {
        return new Source(ids, versions, texts, scopeNames, attributes::of, attributes.any(), vectors);
    }

    private static Source source(SegmentColumns segment, Placement placement, NDManager manager) {
        return new Source(
                segment.ids(),
                segment.versions(),
                segment.texts(),
                segment.scopes(),
                segment.attributes()::get,
                !segment.attributes().isEmpty(),
                placement.precision() == BlockPrecision.CODES
                        ? Optional.empty()
                        : Optional.of(placed(segment.vectors(), placement, manager)));
    }

    private static NDArray placed(VectorTensors vectors, Placement placement, NDManager manager) {
        try (NDManager host = PyTorch.newManager(Device.cpu())) {
            NDArray overJavaMemory = vectors.load(host);
            NDArray rounded =
                    overJavaMemory.getDataType() == placement.precision().type()
                            ? overJavaMemory.duplicate() // toType would leave it where it is, in memory that Java frees
                            : overJavaMemory.toType(placement.precision().type(), true);
            NDArray placed = rounded.toDevice(placement.device(), false);
            placed.attach(manager);
            return placed;
        }
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
        long[] all = sources.stream()
                .flatMapToLong(source -> Arrays.stream(source.versions()))
                .toArray();
        return Arrays.stream(chosen).mapToLong(row -> all[row]).toArray();
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

    private static NDArray vectors(List<Source> sources, int[] chosen, Placement placement, NDManager manager) {
        List<NDArray> from =
                sources.stream().map(source -> source.vectors().orElseThrow()).toList();
        NDArray only = from.get(0);
        if (sources.size() == 1 && isWhole(chosen, sources.get(0).rows())) {
            only.attach(manager);
            return only;
        }
        int[] sourceOf = new int[chosen.length];
        int[] rowOf = new int[chosen.length];
        int[] ends = new int[sources.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += sources.get(i).rows();
            ends[i] = end;
        }
        for (int i = 0; i < chosen.length; i++) {
            while (chosen[i] >= ends[sourceOf[i]]) {
                sourceOf[i]++;
            }
            rowOf[i] = chosen[i] - (sourceOf[i] == 0 ? 0 : ends[sourceOf[i] - 1]);
        }
        NDArray gathered = chosen.length == 0
                ? manager.zeros(new Shape(0, only.getShape().get(1)), DataType.FLOAT32)
                : RowGather.gather(from, sourceOf, rowOf, manager);
        NDArray rounded = gathered.toType(placement.precision().type(), false);
        if (rounded != gathered) {
            gathered.close();
        }
        return rounded;
    }

    /** Whether these are all rows, in their order. */
    static boolean isWhole(int[] chosen, int rows) {
        return chosen.length == rows && IntStream.range(0, rows).allMatch(row -> chosen[row] == row);
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
