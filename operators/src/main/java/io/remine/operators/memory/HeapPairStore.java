package io.remine.operators.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/** A memory that lasts as long as its process, for training outside a job. The query asked for longest ago goes first. */
public final class HeapPairStore implements PairStore {

    /** Most queries remembered. */
    public static final int MAX_QUERIES = 100_000;

    private final Map<String, PairMemory> memories;

    public HeapPairStore() {
        this(MAX_QUERIES);
    }

    HeapPairStore(int limit) {
        memories = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, PairMemory> eldest) {
                return size() > limit;
            }
        };
    }

    @Override
    public PairMemory get(String queryText) {
        return memories.getOrDefault(queryText, PairMemory.EMPTY);
    }

    @Override
    public void put(String queryText, PairMemory memory) {
        if (memory.isEmpty()) {
            memories.remove(queryText);
        } else {
            memories.put(queryText, memory);
        }
    }
}
