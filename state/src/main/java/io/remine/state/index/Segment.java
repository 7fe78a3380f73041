package io.remine.state.index;

import io.remine.state.model.Generation;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Scopes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Documents of one bucket that are new, have changed or are gone: a delta over the segments listed before it in the manifest,
 * or, as the first, the whole bucket. Immutable once published.
 *
 * @param bucket from 0
 * @param dimension length of every vector
 * @param rows documents with their vector, at most one for each id
 * @param deletions documents that are gone, none of them in {@code rows}
 */
public record Segment(int bucket, Generation generation, int dimension, List<Row> rows, List<Deletion> deletions) {

    /** Most buckets of an index. */
    public static final int MAX_BUCKETS = 1 << 16;
    /** Longest vector. */
    public static final int MAX_DIMENSION = 1 << 14;
    /** Most rows, and most deletions, of a segment. */
    public static final int MAX_ROWS = 1 << 24;

    public Segment {
        rows = List.copyOf(rows);
        deletions = List.copyOf(deletions);
        check("dimension", dimension, 1, MAX_DIMENSION);
        checkCounts(bucket, rows.size(), deletions.size());
        Set<DocumentId> ids = new HashSet<>();
        for (Row row : rows) {
            if (row.vector().length != dimension) {
                throw new IllegalArgumentException("vector of document %s has %d numbers, the segment's have %d"
                        .formatted(row.id(), row.vector().length, dimension));
            }
            checkOnce(row.id(), ids);
        }
        deletions.forEach(deletion -> checkOnce(deletion.id(), ids));
    }

    /**
     * A document and where it lies.
     *
     * @param version orders the changes of one document
     * @param text empty if the index keeps no texts
     * @param scope which queries may see it, see {@link Scopes}; absent: all may
     * @param attributes what searches may choose by
     * @param vector finite numbers that half precision can hold; not copied, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    public record Row(
            DocumentId id, long version, String text, Optional<String> scope, Attributes attributes, float[] vector) {

        private static final float MAX_MAGNITUDE = 65_504f; // of a half

        public Row {
            checkVersion(id, version);
            scope.ifPresent(Scopes::check);
            check(id, vector);
        }

        static void check(DocumentId id, float[] vector) {
            for (float value : vector) {
                if (!holds(value)) {
                    throw new IllegalArgumentException("vector of document %s holds %s, must be from %s to %s"
                            .formatted(id, value, -MAX_MAGNITUDE, MAX_MAGNITUDE));
                }
            }
        }

        /** Whether a vector may hold the number. */
        static boolean holds(float value) {
            return Math.abs(value) <= MAX_MAGNITUDE;
        }

        /** Of a document without attributes. */
        public Row(DocumentId id, long version, String text, Optional<String> scope, float[] vector) {
            this(id, version, text, scope, Attributes.NONE, vector);
        }

        /** Of a document that every query may see, without attributes. */
        public Row(DocumentId id, long version, String text, float[] vector) {
            this(id, version, text, Optional.empty(), vector);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that
                    && id.equals(that.id)
                    && version == that.version
                    && text.equals(that.text)
                    && scope.equals(that.scope)
                    && attributes.equals(that.attributes)
                    && Arrays.equals(vector, that.vector);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, version, text, scope, attributes, Arrays.hashCode(vector));
        }
    }

    /** A document that is gone since this version. */
    public record Deletion(DocumentId id, long version) {

        public Deletion {
            checkVersion(id, version);
        }
    }

    static void check(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s %d, must be %d to %d".formatted(what, value, least, most));
        }
    }

    static void checkCounts(int bucket, int rows, int deletions) {
        check("bucket", bucket, 0, MAX_BUCKETS - 1);
        check("rows", rows, 0, MAX_ROWS);
        check("deletions", deletions, 0, MAX_ROWS);
        check("rows and deletions together", (long) rows + deletions, 1, 2L * MAX_ROWS);
    }

    static void checkVersion(DocumentId id, long version) {
        if (version < 0) {
            throw new IllegalArgumentException("version %d of document %s, must be at least 0".formatted(version, id));
        }
    }

    private static void checkOnce(DocumentId id, Set<DocumentId> ids) {
        if (!ids.add(id)) {
            throw new IllegalArgumentException("document %s is twice in one segment".formatted(id));
        }
    }
}
