package io.remine.bench;

import io.remine.state.evaluation.PairedBootstrap;
import io.remine.state.evaluation.Prequential;
import io.remine.streams.evaluate.EvaluationResult;

/**
 * What the table needs of a run.
 *
 * @param examples of the stream
 * @param zeroShot nDCG@10 on the test queries before the stream
 * @param end the same after it
 * @param gain of the end over zero-shot
 * @param low95 end of the 95 % interval of the gain
 * @param prequential MRR@10 over the stream by the model that was about to learn
 * @param control the same by the first encoder
 * @param noticedShare how much of the stream had passed when harm was noticed; NaN if it was not
 * @param ahead nDCG@10 of the stream on its right documents, before it was learnt; NaN if that was not measured
 */
record QualityFigures(
        QualityRun run,
        long examples,
        double zeroShot,
        double end,
        double gain,
        double low95,
        double high95,
        double prequential,
        double control,
        double noticedShare,
        double ahead) {

    static QualityFigures of(QualityRun run, EvaluationResult result) {
        PairedBootstrap.Interval interval = result.gain();
        Prequential stream = result.wholePrequential();
        return new QualityFigures(
                run,
                result.examples(),
                result.zeroShotNdcg10(),
                result.endNdcg10(),
                result.endNdcg10() - result.zeroShotNdcg10(),
                interval.low(),
                interval.high(),
                stream.sampledMrr(),
                stream.controlMrr(),
                result.noticedAt().isPresent()
                        ? (double) result.noticedAt().getAsLong() / result.examples()
                        : Double.NaN,
                result.aheadNdcg10().orElse(Double.NaN));
    }
}
