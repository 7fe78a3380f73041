package io.remine.streams.mine;

import io.remine.streams.beir.TextFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that are mined.
 *
 * @param queries one JSON object per line
 * @param documents one JSON object per line
 * @param judgments which documents are relevant; absent if the queries say it, or nobody does
 */
record MineInput(Path queries, Path documents, Optional<Path> judgments) {

    /** A collection in BEIR's layout. */
    static MineInput ofCollection(Path directory, String split) {
        return new MineInput(
                TextFiles.find(directory, "queries.jsonl"),
                TextFiles.find(directory, "corpus.jsonl"),
                Optional.of(TextFiles.find(directory.resolve("qrels"), split + ".tsv")));
    }
}
