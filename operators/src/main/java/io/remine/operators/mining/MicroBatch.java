package io.remine.operators.mining;

import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairStore;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * The examples of one step as the parts of a recipe see them: who asks, what the index holds, and how models rank it.
 * Queries are counted from 0, rows are the index's. Vectors have length 1 and must not be changed.
 */
public interface MicroBatch {

    /** How many examples. */
    int size();

    Example example(int query);

    /** The query's vector by the parameters of this step. */
    float[] queryVector(int query); // [hidden]

    /** The query's vector by the teacher: the generation's first encoder. */
    float[] teacherVector(int query); // [hidden]

    /** How many documents the index holds. */
    int rows();

    /** The document's row; empty if the index does not hold it. */
    OptionalLong rowOf(DocumentId document);

    /** The document of this row. */
    DocumentId documentAt(long row);

    /** Vectors of documents, in the order of the rows. */
    float[][] documentVectors(long... rows); // [rows, hidden]

    /** Vectors of texts that are in no index, by the document tower. */
    float[][] encodeDocuments(List<String> texts); // [texts, hidden]

    /** The rows that the miner ranks highest for each query, best first, of those that the query may access. */
    int[][] ranking(Miner miner, int count); // [size, up to count]

    /** The rows nearest to each of these documents, itself among them. */
    int[][] neighbours(long[] rows, int count); // [rows, up to count]

    /** Whether the query may see the document. */
    boolean isAccessible(int query, long row);

    /** Whether the document is of the query's own scope. */
    boolean isOfOwnScope(int query, long row);

    /** How many steps were taken before this one. */
    long step();

    /** The same numbers for the same worker and step. */
    SplittableRandom random();

    /** What is remembered of pairs, for parts that say how long: see {@code Weighting#memoryMillis()}. */
    PairStore pairs();

    /** What parts have learnt from the whole stream. */
    RecipeNumbers numbers();

    /** Lets the operators of the system know. */
    void count(Event event, int times);
}
