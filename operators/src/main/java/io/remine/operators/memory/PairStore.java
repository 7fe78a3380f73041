package io.remine.operators.memory;

/** Where the memory of queries' pairs is kept, by the query's text. */
public interface PairStore {

    /** What is remembered; empty if nothing is. */
    PairMemory get(String queryText);

    /** Replaces what is remembered. */
    void put(String queryText, PairMemory memory);
}
