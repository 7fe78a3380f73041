package io.remine.streams.mine;

import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.streams.beir.Corpus;
import io.remine.streams.beir.CorpusIndex;
import io.remine.streams.beir.CorpusKey;
import io.remine.streams.beir.Judgments;
import io.remine.streams.generation.ModelSource;
import io.remine.streams.mine.OutputFormat.Style;
import io.remine.streams.terminal.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Mines the negatives of all queries of a file, batch by batch: what is held is the documents, their index and the
 * judgments, and of the queries one batch. The queries are read twice, first only to refuse what is wrong with them before
 * any work is done.
 *
 * @param input what is mined
 * @param model ranks the documents, as {@link ModelSource} names it
 * @param cache where encoded corpora are kept
 * @param batch how many queries are encoded and searched at once: 1 to {@value #MAX_BATCH}
 * @param out the file to write
 */
record Mining(
        MineInput input,
        String model,
        MineSettings settings,
        OutputFormat format,
        Style style,
        int batch,
        Path cache,
        Path out) {

    static final int MAX_BATCH = 8_192;

    Mining {
        if (batch < 1 || batch > MAX_BATCH) {
            throw new IllegalArgumentException("--batch %d, must be 1 to %d".formatted(batch, MAX_BATCH));
        }
        if (settings.includePositives() && !format.keepsRanking()) {
            throw new IllegalArgumentException(
                    "--include-positives with %s would call positives negative; take %s or %s"
                            .formatted(format, OutputFormat.N_TUPLE, OutputFormat.LABELED_LIST));
        }
    }

    /** The encoder, and what its vectors are named by. */
    private record Tower(Encoder encoder, CorpusKey key) {

        /** Leaves the heap as small as it was before the weights were read: nothing here needs as much again. */
        static Tower load(String model) {
            Tower tower = of(ModelSource.load(model));
            System.gc();
            return tower;
        }

        private static Tower of(EncoderSource source) {
            return new Tower(new Encoder(source, new Trainable.AllButEmbeddings()).freeze(), CorpusKey.of(source));
        }
    }

    /** Runs it, and says what it came to. */
    Tally run(Screen screen) throws IOException {
        Corpus corpus = Corpus.read(input.documents());
        if (corpus.documents().isEmpty()) {
            throw new IllegalArgumentException("%s holds no documents to mine".formatted(input.documents()));
        }
        Optional<Judgments> judgments = input.judgments().isEmpty()
                ? Optional.empty()
                : Optional.of(Judgments.read(input.judgments().get(), corpus));
        Queries queries = new QueryFile(input.queries(), corpus, judgments);
        long all = check(queries);
        int documents = corpus.documents().size();
        Tower tower = Tower.load(model);
        try (Encoder encoder = tower.encoder();
                IndexView index = CorpusIndex.open(
                        corpus.documents(),
                        tower.key(),
                        encoder,
                        cache,
                        done -> screen.progress("encoding documents", done, documents));
                NegativesFile file = new NegativesFile(out)) {
            Tally tally = new Tally();
            NegativeMiner miner = new NegativeMiner(encoder, index, corpus.documents(), settings, tally);
            mine(queries, miner, mined -> {
                tally.add(mined, write(mined, file));
                if (tally.queries() % batch == 0 || tally.queries() == all) {
                    screen.progress("mining queries", tally.queries(), all);
                }
            });
            file.complete();
            return tally;
        }
    }

    /** Gives what is found for each query, a batch after the other, each as soon as it is read. */
    void mine(Queries queries, NegativeMiner miner, Consumer<Mined> each) throws IOException {
        List<AskedQuery> collected = new ArrayList<>();
        queries.forEach(query -> {
            collected.add(query);
            if (collected.size() == batch) {
                miner.mine(collected).forEach(each);
                collected.clear();
            }
        });
        if (!collected.isEmpty()) {
            miner.mine(collected).forEach(each);
        }
    }

    private int write(Mined mined, NegativesFile file) {
        var records = format.records(mined, settings.negatives(), settings.includePositives(), style);
        try {
            for (var each : records) {
                file.write(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records.size();
    }

    /** How many queries there are, each fit to be mined for. */
    private long check(Queries queries) throws IOException {
        AtomicLong count = new AtomicLong();
        queries.forEach(query -> {
            if (query.positives().isEmpty() && (settings.hasMargin() || format.needsPositive())) {
                throw new IllegalArgumentException(
                        "%s: query %s has no relevant document, which %s needs; give --qrels or a field 'positives', or leave"
                                        .formatted(
                                                query.place(),
                                                query.id(),
                                                settings.hasMargin() ? "a margin" : "a " + format)
                                + " margins out and take --output-format %s or %s"
                                        .formatted(OutputFormat.LABELED_PAIR, OutputFormat.LABELED_LIST));
            }
            count.incrementAndGet();
        });
        if (count.get() == 0) {
            throw new IllegalArgumentException(
                    "%s holds no query to mine for; with judgments, only queries with a relevant document count"
                            .formatted(input.queries()));
        }
        return count.get();
    }
}
