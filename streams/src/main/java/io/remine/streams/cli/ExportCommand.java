package io.remine.streams.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.JsonFormat;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.huggingface.ModelDirectory;
import io.remine.state.model.ModelVersion;
import io.remine.state.release.Release;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.generation.ModelSource;
import io.remine.streams.generation.PublishedModel;
import io.remine.streams.snapshot.ExportFormat;
import io.remine.streams.snapshot.PublishedIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code remine export}: an encoder, or the index, of ours becomes a directory that others read. */
@Command(
        name = "export",
        description = {
            "Writes an encoder as a directory that sentence-transformers and transformers load.",
            "A version's encoder is that of queries; documents are encoded with the generation's first, version 'first'.",
            "With --index: writes the live index instead."
        })
final class ExportCommand implements Runnable {

    private static final String LIVE = "live";
    private static final String FIRST = "first";
    private static final String VECTORS = "remine-vectors.jsonl";

    /** Where the encoder comes from. */
    static final class Origin {

        @Option(
                names = "--config",
                required = true,
                paramLabel = "FILE",
                description = "Settings of the deployment whose published encoder is taken.")
        private Path config;

        @Option(
                names = "--model",
                required = true,
                paramLabel = "MODEL",
                description = "minilm, random:SEED or a directory, as for model.source.")
        private String model;
    }

    @ArgGroup(multiplicity = "1")
    private Origin origin;

    @Option(
            names = {"--to", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Directory to write; new or empty.")
    private Path to;

    @Option(
            names = "--index",
            paramLabel = "FORMAT",
            description =
                    "With --config: ${COMPLETION-CANDIDATES}: writes the documents of the newest manifest like that,"
                            + " bucket by bucket.")
    private Optional<ExportFormat> index;

    @Option(
            names = "--samples",
            paramLabel = "FILE",
            description = "Texts, one in each line: their vectors are written to " + VECTORS
                    + " beside the encoder, to hold other software against.")
    private Optional<Path> samples;

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = LIVE,
            description = "With --config: TIMELINE/CHECKPOINT of a published version, '" + LIVE
                    + "' for the one that serves (the default), '" + FIRST + "' for the first encoder.")
    private String version;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (index.isPresent()) {
            writeIndex(index.get(), out);
            return;
        }
        EncoderSource source = origin.model != null ? ModelSource.load(origin.model) : published(out);
        EncoderCard.print(source, out);
        ModelDirectory.write(source, to);
        samples.ifPresent(file -> writeVectors(source, file));
        out.println("written; sentence-transformers loads " + to);
        out.flush();
    }

    private void writeIndex(ExportFormat format, PrintWriter out) {
        if (origin.config == null || samples.isPresent() || !version.equals(LIVE)) {
            throw new IllegalArgumentException(
                    "--index takes the index of --config, and neither a model, a version nor samples; leave these out");
        }
        try (PublishedIndex published = PublishedIndex.open(RemineConfiguration.load(origin.config))) {
            format.write(published, to);
            out.printf(
                    "manifest         %s%ndocuments        %,d%nwritten as %s to %s%n",
                    published.manifest().id(), published.manifest().documents(), format, to);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the index to %s: %s".formatted(to, e.getMessage()), e);
        }
    }

    private EncoderSource published(PrintWriter out) {
        RemineConfiguration configuration = RemineConfiguration.load(origin.config);
        Optional<ModelVersion> wanted =
                switch (version) {
                    case LIVE -> new Pins(configuration).serving().flatMap(Release::version);
                    case FIRST -> Optional.empty();
                    default -> Optional.of(ModelVersion.parse(version));
                };
        out.println("version          " + wanted.map(ModelVersion::toString).orElse("the first encoder"));
        return PublishedModel.load(configuration, wanted);
    }

    private void writeVectors(EncoderSource source, Path file) {
        try (Encoder encoder = new Encoder(source, new Trainable.LastLayers(1))) {
            List<String> texts = Files.readAllLines(file);
            float[][] queries = encoder.encodeQueries(texts);
            float[][] documents = encoder.encodeDocuments(texts);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                ObjectNode line = JsonFormat.object().put("text", texts.get(i));
                for (float value : queries[i]) {
                    line.withArray("query").add(value);
                }
                for (float value : documents[i]) {
                    line.withArray("document").add(value);
                }
                lines.add(line.toString());
            }
            Files.write(to.resolve(VECTORS), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the vectors of %s: %s".formatted(file, e), e);
        }
    }
}
