package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One recipe on one collection.
 *
 * @param limit most train queries, 0 for all
 * @param noise share of wrong clicks
 */
record QualityRun(String collection, String recipe, int limit, double noise, long seed) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The name of its report's file. */
    String fileName() {
        String whole = limit == 0 ? "" : "-limit" + limit;
        String clean = noise == 0 ? "" : String.format(Locale.ROOT, "-noise%.2f", noise);
        String name = recipe.replaceFirst(".*/", "").replaceFirst("\\.ya?ml$", "");
        return collection + "-" + name + whole + clean + "-seed" + seed + ".json";
    }

    /**
     * What the table needs of a report.
     *
     * @param low95 end of the 95 % interval of the gain over zero-shot
     * @param guarded whether the guard that the table speaks of was there: not in reports of format 1
     * @param noticedShare how much of the stream had passed when harm was noticed; NaN if it was not
     */
    record Figures(
            String collection,
            String recipe,
            String about,
            long examples,
            double noise,
            long seed,
            double zeroShot,
            double end,
            double gain,
            double low95,
            double high95,
            double prequential,
            double control,
            boolean guarded,
            double noticedShare,
            double examplesPerSecond) {}

    /** Reads a report as {@code remine evaluate} writes it, and what this run was asked for. */
    static Figures read(Path file) throws IOException {
        JsonNode json = JSON.readTree(file.toFile());
        JsonNode measured = json.get("measured");
        JsonNode gain = json.get("gainNdcg10");
        double sampled = 0;
        double byModel = 0;
        double byControl = 0;
        for (JsonNode window : json.get("prequential")) {
            double weight = window.get("sampled").asDouble();
            sampled += weight;
            byModel += weight * window.get("sampledMrr10").asDouble();
            byControl += weight * window.get("controlMrr10").asDouble();
        }
        long examples = json.get("examples").asLong();
        return new Figures(
                json.get("collection").asText(),
                json.get("recipe").asText(),
                json.get("about").asText(),
                examples,
                json.get("noise").asDouble(),
                json.get("seed").asLong(),
                measured.get(0).get("test").get("ndcg10").asDouble(),
                measured.get(measured.size() - 1).get("test").get("ndcg10").asDouble(),
                gain.get("mean").asDouble(),
                gain.get("low95").asDouble(),
                gain.get("high95").asDouble(),
                byModel / sampled,
                byControl / sampled,
                json.get("format").asInt() >= 2,
                json.has("harmNoticedAt") ? json.get("harmNoticedAt").asDouble() / examples : Double.NaN,
                json.get("examplesPerSecond").asDouble());
    }
}
