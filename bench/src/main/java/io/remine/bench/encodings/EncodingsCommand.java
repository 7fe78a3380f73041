package io.remine.bench.encodings;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.beir.CorpusIndex;
import io.remine.streams.beir.CorpusOptions;
import io.remine.streams.generation.ModelSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code remine bench encodings}: recall, size and time of each encoding of vectors. */
@Command(
        name = "encodings",
        mixinStandardHelpOptions = true,
        description =
                "Encodes texts, writes their vectors in each encoding that an index may have, and prints for each the bytes"
                        + " of a row on the way and in memory, recall of the exact best 10 and 200 in single precision, and the"
                        + " time of a search by that in single precision.")
public final class EncodingsCommand implements Callable<Integer> {

    @Option(
            names = "--beir",
            paramLabel = "DIR",
            description =
                    "A collection: corpus.jsonl, queries.jsonl (or .gz) and qrels/test.tsv. Default: the demo's dictionary.")
    private Path beir;

    @Option(
            names = "--documents",
            defaultValue = "20000",
            description = "Of the dictionary. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--queries", defaultValue = "500", description = "At most. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(names = "--rounds", defaultValue = "20", description = "Timed searches of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1", description = "Of the dictionary's words. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private CorpusOptions corpus;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (queries < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--queries %d, --rounds %d, must be at least 1".formatted(queries, rounds));
        }
        PrintWriter out = spec.commandLine().getOut();
        Texts texts = beir == null ? Texts.ofDictionary(documents, queries, seed) : Texts.ofCollection(beir, queries);
        EncoderSource source = ModelSource.load(corpus.model());
        try (Encoder encoder = new Encoder(source, new Trainable.LastLayers(1))) {
            float[][] ofDocuments = encodeDocuments(texts, source, encoder, out);
            float[][] ofQueries = encoder.encodeQueries(texts.queries());
            int dimension = ofQueries[0].length;
            out.printf(
                    "%s: %,d documents, %,d queries, %d dimensions%n%s%n",
                    texts.name(), ofDocuments.length, ofQueries.length, dimension, EncodingFigures.HEADINGS);
            List<EncodingFigures> figures = measure(new EncodingsBench(ofDocuments, ofQueries, rounds));
            figures.forEach(each -> out.println(each.line(dimension)));
            out.flush();
            if (report != null) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("texts", texts.name());
                json.put("documents", ofDocuments.length);
                json.put("queries", ofQueries.length);
                json.put("dimension", dimension);
                json.put(
                        "encodings",
                        figures.stream().map(each -> each.toJson(dimension)).toList());
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), json);
            }
        }
        return 0;
    }

    private float[][] encodeDocuments(Texts texts, EncoderSource source, Encoder encoder, PrintWriter out)
            throws IOException {
        try (IndexView index = CorpusIndex.open(texts.documents(), source, encoder, corpus.cache(), done -> {
                    out.printf(
                            "encoded %,d of %,d documents%n",
                            done, texts.documents().size());
                    out.flush();
                });
                NDManager manager = PyTorch.newManager()) {
            float[] flat = index.vectors(
                            manager, LongStream.range(0, index.rows()).toArray())
                    .toFloatArray();
            int dimension = flat.length / index.rows();
            float[][] vectors = new float[index.rows()][dimension];
            for (int row = 0; row < vectors.length; row++) {
                System.arraycopy(flat, row * dimension, vectors[row], 0, dimension);
            }
            return vectors;
        }
    }

    private static List<EncodingFigures> measure(EncodingsBench bench) throws IOException {
        Path directory = Files.createTempDirectory("remine-bench");
        try {
            return bench.run(directory);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
