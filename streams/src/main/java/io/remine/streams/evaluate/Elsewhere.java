package io.remine.streams.evaluate;

import io.remine.state.evaluation.PairedBootstrap;

/** What training on one collection has done to another: whether it does harm where it was not trained. */
record Elsewhere(String collection, Measured zeroShot, Measured end) {

    double change() {
        return end.test().meanNdcg10() - zeroShot.test().meanNdcg10();
    }

    /** The ends of the change's 95 % interval. */
    PairedBootstrap.Interval interval() {
        return PairedBootstrap.interval95(
                end.test().ndcg10(), zeroShot.test().ndcg10(), EvaluationResult.BOOTSTRAP_SEED);
    }
}
