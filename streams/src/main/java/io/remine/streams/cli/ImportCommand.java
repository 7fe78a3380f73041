package io.remine.streams.cli;

import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Pooling;
import io.remine.state.huggingface.ModelDirectory;
import io.remine.state.huggingface.Overrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine import}: somebody else's encoder becomes one that {@code model.source} takes. */
@Command(
        name = "import",
        description = {
            "Checks an encoder in a Hugging Face directory and writes it for `model.source: directory:DIR`.",
            "Takes BERT encoders (MiniLM, BGE, E5, GTE of that architecture): config.json, tokenizer.json, and"
                    + " model.safetensors or an .onnx file."
        })
final class ImportCommand implements Runnable {

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "Directory of the encoder.")
    private Path from;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Directory to write; new or empty.")
    private Path to;

    @Option(
            names = "--pooling",
            description = "${COMPLETION-CANDIDATES}: how tokens' vectors become the text's; as the directory says.")
    private Optional<Pooling> pooling;

    @Option(
            names = "--query-prompt",
            paramLabel = "TEXT",
            description = "Stands before every query, 'query: ' for E5; as the directory says.")
    private Optional<String> queryPrompt;

    @Option(
            names = "--document-prompt",
            paramLabel = "TEXT",
            description = "Stands before every document, 'passage: ' for E5; as the directory says.")
    private Optional<String> documentPrompt;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Texts are cut to so many tokens; as the directory says.")
    private Optional<Integer> maxTokens;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        EncoderSource source =
                ModelDirectory.read(from, new Overrides(pooling, queryPrompt, documentPrompt, maxTokens));
        PrintWriter out = spec.commandLine().getOut();
        EncoderCard.print(source, out);
        ModelDirectory.write(source, to);
        out.println("written; use it with model.source: directory:" + to);
        out.flush();
    }
}
