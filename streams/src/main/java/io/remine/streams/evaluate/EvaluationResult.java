package io.remine.streams.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.operators.recipe.Recipe;
import io.remine.state.evaluation.PairedBootstrap;
import io.remine.state.evaluation.Prequential;
import io.remine.streams.beir.JudgedQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What came of an evaluation.
 *
 * @param workers how many trained
 * @param wrongClicks queries whose clicks were replaced
 * @param examples of the stream
 * @param marks measured at 25, 50 and 100 % of the stream
 * @param elsewhere what it has done to other collections
 * @param prequential the stream in eight parts
 * @param aheadNdcg10 of the stream on its right documents, before it was learnt; empty if that was not measured
 * @param noticedAt after how many examples harm was noticed; empty if it was not
 * @param unfitSteps steps that were skipped
 * @param seconds by phase
 */
public record EvaluationResult(
        String collection,
        Recipe recipe,
        long seed,
        double noise,
        int workers,
        int wrongClicks,
        int documents,
        int examples,
        List<JudgedQuery> test,
        Measured zeroShot,
        List<Measured> marks,
        List<Elsewhere> elsewhere,
        List<Prequential> prequential,
        OptionalDouble aheadNdcg10,
        OptionalLong noticedAt,
        double firstLoss,
        double firstGradientNorm,
        int unfitSteps,
        Map<String, Double> seconds) {

    private static final int FORMAT = 2; // 1 had another guard and no gain differences
    private static final ObjectMapper JSON = new ObjectMapper();
    static final long BOOTSTRAP_SEED = 13;

    Measured last() {
        return marks.get(marks.size() - 1);
    }

    double examplesPerSecond() {
        return examples / seconds.get("train");
    }

    /** nDCG@10 on the test queries before the stream. */
    public double zeroShotNdcg10() {
        return zeroShot.test().meanNdcg10();
    }

    /** nDCG@10 on the test queries at its end. */
    public double endNdcg10() {
        return last().test().meanNdcg10();
    }

    /** What nDCG@10 has gained over zero-shot: the ends of the 95 % interval. */
    public PairedBootstrap.Interval gain() {
        return PairedBootstrap.interval95(
                last().test().ndcg10(), zeroShot.test().ndcg10(), BOOTSTRAP_SEED);
    }

    /** The whole stream in one. */
    public Prequential wholePrequential() {
        return prequential.stream().reduce(Prequential.NONE, Prequential::plus);
    }

    /** Writes the test rankings at the end of the stream as a TREC run. */
    void writeRun(Path file) throws IOException {
        TrecRun.write(file, test, last().rankings(), "remine-" + recipe.name());
    }

    /** Writes everything as JSON. */
    public void writeReport(Path file) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
    }

    ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT)
                .put("collection", collection)
                .put("recipe", recipe.name())
                .put("about", recipe.about())
                .put("seed", seed)
                .put("noise", noise)
                .put("workers", workers)
                .put("wrongClicks", wrongClicks)
                .put("documents", documents)
                .put("examples", examples)
                .put("testQueries", test.size())
                .put("examplesPerSecond", examplesPerSecond())
                .put("firstLoss", firstLoss)
                .put("firstGradientNorm", firstGradientNorm)
                .put("unfitSteps", unfitSteps);
        noticedAt.ifPresent(at -> json.put("harmNoticedAt", at));
        aheadNdcg10.ifPresent(mean -> json.put("aheadNdcg10", mean));
        PairedBootstrap.Interval gain = gain();
        json.putObject("gainNdcg10")
                .put("mean", endNdcg10() - zeroShotNdcg10())
                .put("low95", gain.low())
                .put("high95", gain.high());
        ArrayNode measured = json.putArray("measured");
        write(zeroShot, measured.addObject());
        marks.forEach(mark -> write(mark, measured.addObject()));
        ArrayNode others = json.putArray("elsewhere");
        for (Elsewhere other : elsewhere) {
            others.addObject()
                    .put("collection", other.collection())
                    .put("zeroShotNdcg10", other.zeroShot().test().meanNdcg10())
                    .put("endNdcg10", other.end().test().meanNdcg10())
                    .put("low95", other.interval().low())
                    .put("high95", other.interval().high());
        }
        ArrayNode windows = json.putArray("prequential");
        prequential.forEach(window -> windows.addObject()
                .put("examples", window.examples())
                .put("mrr10", window.mrr())
                .put("sampled", window.sampled())
                .put("sampledMrr10", window.sampledMrr())
                .put("controlMrr10", window.controlMrr())
                .put("gainDifference", window.difference().mean())
                .put("gainDifferenceError", window.difference().standardError()));
        json.set("seconds", JSON.valueToTree(seconds));
        ObjectNode perQuery = json.putObject("ndcg10PerTestQuery");
        perQuery.set("zeroShot", JSON.valueToTree(zeroShot.test().ndcg10()));
        perQuery.set("end", JSON.valueToTree(last().test().ndcg10()));
        return json;
    }

    private static void write(Measured measured, ObjectNode json) {
        json.put("examples", measured.examples());
        json.set("test", JSON.valueToTree(measured.test().means()));
        measured.dev().ifPresent(dev -> json.set("dev", JSON.valueToTree(dev.means())));
    }
}
