package io.remine.state.index;

import java.util.Arrays;

/**
 * Finds the row of an id: rows hashed by their ids, which lie in a column, with linear probing. Five bytes a slot, at least
 * half of the slots free. One byte is of the id's hash: where it differs, the id need not be looked at, which lies elsewhere.
 */
final class RowTable {

    private static final int FREE = -1;
    private static final int REMOVED = -2;

    private final StringColumn ids;
    private final int[] slots;
    private final byte[] tags; // of each slot that was ever used, some bits of the hash
    private int used; // slots that are not free

    /** A table without rows. */
    RowTable(StringColumn ids) {
        this.ids = ids;
        this.slots = new int[slots(ids.size())];
        this.tags = new byte[slots.length];
        Arrays.fill(slots, FREE);
    }

    private RowTable(StringColumn ids, int[] slots, byte[] tags, int used) {
        this.ids = ids;
        this.slots = slots;
        this.tags = tags;
        this.used = used;
    }

    /** A table of all rows of the column, whose ids all differ. */
    static RowTable of(StringColumn ids) {
        RowTable table = new RowTable(ids);
        for (int row = 0; row < ids.size(); row++) {
            table.put(row);
        }
        return table;
    }

    /** A table of the same rows of a column that begins with this one's. */
    RowTable within(StringColumn longer) {
        if (slots(longer.size()) == slots.length && used + longer.size() - ids.size() <= slots.length / 2) {
            return new RowTable(longer, slots.clone(), tags.clone(), used);
        }
        RowTable table = new RowTable(longer);
        for (int row : slots) {
            if (row >= 0) {
                table.put(row);
            }
        }
        return table;
    }

    /** A table of all rows of a column in which these rows of this one's have come to lie, in their order. */
    RowTable of(StringColumn chosen, int[] rows) {
        if (slots(chosen.size()) != slots.length) {
            return of(chosen);
        }
        int[] places = new int[ids.size()];
        for (int place = 0; place < rows.length; place++) {
            places[rows[place]] = place;
        }
        int[] moved = new int[slots.length];
        for (int slot = 0; slot < slots.length; slot++) {
            moved[slot] = slots[slot] >= 0 ? places[slots[slot]] : slots[slot];
        }
        return new RowTable(chosen, moved, tags.clone(), used);
    }

    /** Puts a row of the column; the row with an equal id that was there before, or -1. */
    int put(int row) {
        int hash = hash(ids, row);
        int slot = slot(hash, ids, row);
        int before = slots[slot];
        slots[slot] = row;
        tags[slot] = tag(hash);
        used += before == FREE ? 1 : 0;
        return before;
    }

    /** Takes out the row whose id is this row of another column; the row, or -1. */
    int remove(StringColumn others, int other) {
        int slot = slot(hash(others, other), others, other);
        int row = slots[slot];
        if (row != FREE) {
            slots[slot] = REMOVED;
        }
        return row;
    }

    /** The row whose id is this row of another column, or -1. */
    int find(StringColumn others, int other) {
        return slots[slot(hash(others, other), others, other)];
    }

    private static int slots(int rows) {
        return Integer.highestOneBit(Math.max(1, rows)) << 2;
    }

    /** The slot of an equal id, else the free one where it belongs. */
    private int slot(int hash, StringColumn others, int other) {
        int mask = slots.length - 1;
        int slot = (hash ^ hash >>> 16) & mask;
        while (slots[slot] != FREE && !holds(slot, hash, others, other)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int slot, int hash, StringColumn others, int other) {
        return tags[slot] == tag(hash) && slots[slot] != REMOVED && ids.equals(slots[slot], others, other);
    }

    private static int hash(StringColumn ids, int row) {
        return ids.hash(row) * 0x9e3779b9; // spreads ids that end alike
    }

    /** The bits that say least about the slot. */
    private static byte tag(int hash) {
        return (byte) (hash >>> (Integer.SIZE - Byte.SIZE));
    }
}
