package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.Pooling;
import io.remine.state.encoder.Prompts;
import io.remine.state.encoder.Trainable;
import java.nio.charset.StandardCharsets;

/**
 * A generation's first encoder: what documents are encoded with, and queries before the first version. Its key on the topic
 * {@code models} is {@code generation/NUMBER}.
 *
 * @param weights blob of all weights: safetensors, F32, Hugging Face names
 * @param tokenizer blob of {@code tokenizer.json}
 * @param trainable which parameters the versions of this generation change
 * @param parameterCount how many these are
 */
public record GenerationRecord(
        Generation generation,
        EncoderConfig config,
        BlobRef weights,
        BlobRef tokenizer,
        Trainable trainable,
        int parameterCount) {

    public static final String KEY_PREFIX = "generation/";

    private static final int FORMAT = 2;
    /** Had neither pooling nor prompts: every encoder pooled by the mean and had no prompts. */
    private static final int FORMAT_WITHOUT_POOLING = 1;

    public GenerationRecord {
        if (parameterCount < 1) {
            throw new IllegalArgumentException("parameter count " + parameterCount + ", must be at least 1");
        }
    }

    /** The record's key. */
    public byte[] key() {
        return (KEY_PREFIX + generation.number()).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] toJson() {
        ObjectNode json = JsonFormat.create(FORMAT);
        json.put("generation", generation.number());
        json.putObject("config")
                .put("vocabulary", config.vocabulary())
                .put("maxPositions", config.maxPositions())
                .put("tokenTypes", config.tokenTypes())
                .put("hidden", config.hidden())
                .put("layers", config.layers())
                .put("heads", config.heads())
                .put("intermediate", config.intermediate())
                .put("layerNormEpsilon", config.layerNormEpsilon())
                .put("maxTokens", config.maxTokens())
                .put("pooling", config.pooling().name())
                .put("queryPrompt", config.prompts().query())
                .put("documentPrompt", config.prompts().document());
        VersionSlice.writeBlob(weights, json.putObject("weights"));
        VersionSlice.writeBlob(tokenizer, json.putObject("tokenizer"));
        json.put("trainable", trainable.toString()).put("parameterCount", parameterCount);
        return JsonFormat.write(json);
    }

    public static GenerationRecord fromJson(byte[] json) throws CorruptDataException {
        return JsonFormat.read(json, "generation", FORMAT, GenerationRecord::read);
    }

    private static GenerationRecord read(JsonFields fields) throws CorruptDataException {
        return new GenerationRecord(
                new Generation(fields.integer("generation")),
                readConfig(fields.object("config"), fields.integer("format")),
                VersionSlice.readBlob(fields.object("weights")),
                VersionSlice.readBlob(fields.object("tokenizer")),
                Trainable.parse(fields.text("trainable")),
                fields.integer("parameterCount"));
    }

    private static EncoderConfig readConfig(JsonFields fields, int format) throws CorruptDataException {
        EncoderConfig sizes = new EncoderConfig(
                fields.integer("vocabulary"),
                fields.integer("maxPositions"),
                fields.integer("tokenTypes"),
                fields.integer("hidden"),
                fields.integer("layers"),
                fields.integer("heads"),
                fields.integer("intermediate"),
                (float) fields.number("layerNormEpsilon"),
                fields.integer("maxTokens"));
        if (format == FORMAT_WITHOUT_POOLING) {
            return sizes;
        }
        return sizes.with(
                sizes.maxTokens(),
                Pooling.valueOf(fields.text("pooling")),
                new Prompts(fields.text("queryPrompt"), fields.text("documentPrompt")));
    }
}
