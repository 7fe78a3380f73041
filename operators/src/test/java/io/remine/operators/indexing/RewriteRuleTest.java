package io.remine.operators.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.indexing.RewriteRule.Changed;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.index.SegmentRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewriteRuleTest {

    private static final int PLENTY = 1_000_000;

    @Test
    void aBucketIsWrittenAnewWhenItsDeltasOutgrowAThirdOfItsBaseOrAreTooMany() {
        assertThat(chosen(PLENTY, changed(0, 1))).containsExactly(0);
        assertThat(chosen(PLENTY, changed(0, 5, 30, 5))).isEmpty();
        assertThat(chosen(PLENTY, changed(0, 6, 30, 5))).containsExactly(0);
        assertThat(chosen(PLENTY, changed(0, 1, rows(RewriteRule.DUE_SEGMENTS - 1))))
                .isEmpty();
        assertThat(chosen(PLENTY, changed(0, 1, rows(RewriteRule.DUE_SEGMENTS))))
                .containsExactly(0);
    }

    @Test
    void aBucketThatHasOutgrownItsSizeIsWrittenAnewToSplit() {
        assertThat(chosen(PLENTY, new Changed(0, segments(1_000), 1_001, 1, true)))
                .containsExactly(0);
    }

    @Test
    void onlySoManyRowsAreWrittenAnewThoseOfTheMostOvergrownBucketsFirst() {
        Changed little = changed(1, 1, 900, 300);
        Changed much = changed(2, 1, 900, 600);
        Changed most = changed(3, 1, 900, 800);

        assertThat(chosen(2_000, little, much, most)).containsExactlyInAnyOrder(2, 3);
        assertThat(chosen(1, little, much, most))
                .as("one at least, or none would ever be")
                .containsExactly(3);
    }

    @Test
    void moreRowsAreWrittenAnewWhereMoreHaveChanged() {
        assertThat(chosen(1, changed(1, 300, 900, 100), changed(2, 300, 900, 100)))
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aBucketWithTheMostSegmentsOrDeltasLargerThanItsBaseWaitsNoLonger() {
        Changed first = changed(1, 1, 900, 899);
        Changed full = changed(2, 1, rows(RewriteRule.MAX_SEGMENTS));
        Changed doubled = changed(3, 2, 900, 900);

        assertThat(chosen(1, first, full, doubled)).contains(2, 3);
    }

    private static List<Integer> chosen(int rewriteRows, Changed... changed) {
        return new ArrayList<>(RewriteRule.choose(List.of(changed), rewriteRows));
    }

    /** A bucket whose segments have these rows. */
    private static Changed changed(int bucket, int changed, int... rows) {
        return new Changed(bucket, segments(rows), rows.length == 0 ? 0 : rows[0], changed, false);
    }

    /** So many segments: a large base, and deltas of one row. */
    private static int[] rows(int segments) {
        List<Integer> rows = new ArrayList<>(Collections.nCopies(segments, 1));
        rows.set(0, 1_000);
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<SegmentRef> segments(int... rows) {
        List<SegmentRef> segments = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            byte[] name = "segment %d".formatted(i).getBytes(UTF_8);
            segments.add(new SegmentRef(new BlobRef(BlobHash.of(name), 10), rows[i], 0));
        }
        return segments;
    }
}
