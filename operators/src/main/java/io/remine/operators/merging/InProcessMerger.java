package io.remine.operators.merging;

import io.remine.operators.training.ProgressSlice;
import io.remine.operators.training.RoundMerger;
import io.remine.state.model.BitDifference;
import io.remine.state.model.SliceLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Merges as {@link MergeOperator} does, with the base in memory and nothing published. */
public final class InProcessMerger implements RoundMerger {

    private static final long serialVersionUID = 1L;

    private final int sliceLength;
    private final Outer outer;

    private transient List<BaseSlice> base;

    /** @param sliceLength parameters per slice, as the workers have it */
    public InProcessMerger(int sliceLength, Outer outer) {
        this.sliceLength = sliceLength;
        this.outer = outer;
    }

    @Override
    public void begin(float[] first) {
        SliceLayout layout = new SliceLayout(first.length, sliceLength);
        base = new ArrayList<>();
        for (int slice = 0; slice < layout.slices(); slice++) {
            base.add(BaseSlice.initial(layout.copyOf(slice, first)));
        }
    }

    @Override
    public List<int[]> merge(Collection<ProgressSlice> progress) {
        List<int[]> differences = new ArrayList<>();
        for (int slice = 0; slice < base.size(); slice++) {
            int number = slice;
            List<ProgressSlice> ofSlice =
                    progress.stream().filter(one -> one.slice() == number).toList();
            BaseSlice before = base.get(slice);
            BaseSlice after = SliceMerge.merge(before, ofSlice, outer);
            base.set(slice, after);
            differences.add(BitDifference.between(before.parameters(), after.parameters()));
        }
        return differences;
    }
}
