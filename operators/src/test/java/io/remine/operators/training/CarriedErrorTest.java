package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What rounding leaves out of one round's progress is handed in with later ones, once. */
class CarriedErrorTest {

    private static final int PARAMETERS = 257;
    private static final SliceLayout LAYOUT = new SliceLayout(PARAMETERS, 100);
    private static final int ROUNDS = 1_000;
    private static final long SEED = 20261124;
    /** What floats of the size of these parameters round away over all rounds. */
    private static final double FLOAT_ERROR = 2e-6;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FP32")
    void theSumOfRoundedProgressFollowsWhatWasLearntWithinOneQuantum(Precision precision) {
        Random random = new Random(SEED);
        Replica worker = Replica.of(Arithmetic.FLOAT, parameters(random));
        double[] learnt = new double[PARAMETERS];
        double[] handedIn = new double[PARAMETERS];
        double[] withoutCarry = new double[PARAMETERS];
        double furthestWithoutCarry = 0;
        double largestQuantum = 0;
        for (long round = 1; round <= ROUNDS; round++) {
            int[] ofRound = learn(worker.parameters(), learnt, random);
            precision.round(ofRound, 0, PARAMETERS);
            int[] values = adoptedAtOnce(worker, round, precision);
            double quantum = quantum(precision, values);
            largestQuantum = Math.max(largestQuantum, quantum);
            for (int i = 0; i < PARAMETERS; i++) {
                handedIn[i] += Float.intBitsToFloat(values[i]);
                withoutCarry[i] += Float.intBitsToFloat(ofRound[i]);
                assertThat(Math.abs(handedIn[i] - learnt[i]))
                        .as("seed %d, round %d, parameter %d", SEED, round, i)
                        .isLessThanOrEqualTo(quantum + FLOAT_ERROR);
                furthestWithoutCarry = Math.max(furthestWithoutCarry, Math.abs(withoutCarry[i] - learnt[i]));
            }
        }
        assertThat(furthestWithoutCarry).as("so that the carry shows").isGreaterThan(2 * largestQuantum + FLOAT_ERROR);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FP32")
    void aRestartNeitherLosesNorDoublesWhatIsCarried(Precision precision) {
        Random random = new Random(SEED);
        float[] start = parameters(random);
        Replica undisturbed = Replica.of(Arithmetic.FLOAT, start);
        Replica restarted = Replica.of(Arithmetic.FLOAT, start);
        int carried = 0;
        for (long round = 1; round <= 40; round++) {
            long ofRound = random.nextLong();
            learn(undisturbed.parameters(), new double[PARAMETERS], new Random(ofRound));
            learn(restarted.parameters(), new double[PARAMETERS], new Random(ofRound));
            int[] expected = undisturbed.progress(round, precision, LAYOUT).values();
            assertThat(restarted.progress(round, precision, LAYOUT).values())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
            for (float left : restarted.notHandedIn()) {
                carried += left == 0 ? 0 : 1;
            }
            restarted = replica(TinyWorker.throughBytes(state(0, 1, restarted)));
            if (random.nextInt(3) == 0) {
                int[] update = randomUpdate(undisturbed.base(), random);
                undisturbed.adopt(round, List.of(update));
                restarted.adopt(round, List.of(update));
            }
            assertThat(restarted.parameters()).isEqualTo(undisturbed.parameters());
        }
        assertThat(carried).as("so that there was something to lose").isGreaterThan(40 * PARAMETERS / 2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FP32")
    void theWorkerThatIsDealtOthersStatesCarriesOnForThemOnce(Precision precision) {
        Random random = new Random(SEED);
        float[] start = parameters(random);
        List<Replica> workers = List.of(Replica.of(Arithmetic.FLOAT, start), Replica.of(Arithmetic.FLOAT, start));
        double[] learnt = new double[PARAMETERS];
        double[] handedIn = new double[PARAMETERS];
        for (Replica worker : workers) {
            learn(worker.parameters(), learnt, random);
            add(worker.progress(7, precision, LAYOUT).values(), handedIn);
        }
        WorkerStart start1 = new WorkerStart(0, 1, Arithmetic.FLOAT, life(), Generation.FIRST);

        Replica one =
                replica(start1.state(List.of(state(0, 2, workers.get(0)), state(1, 2, workers.get(1))), start.clone()));
        add(one.progress(9).values(), handedIn);

        for (int i = 0; i < PARAMETERS; i++) {
            assertThat(Math.abs(handedIn[i] - learnt[i]))
                    .as("seed %d, parameter %d", SEED, i)
                    .isLessThanOrEqualTo(FLOAT_ERROR);
        }
    }

    /** Hands in, and adopts a version that has just that: the base is where the merger's would be. */
    private static int[] adoptedAtOnce(Replica worker, long round, Precision precision) {
        int[] values = worker.progress(round, precision, LAYOUT).values();
        int[] update = new int[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            float base = worker.base()[i];
            float next = base + Float.intBitsToFloat(values[i]);
            update[i] = Float.floatToRawIntBits(next) - Float.floatToRawIntBits(base);
        }
        worker.adopt(round, List.of(update));
        assertThat(worker.drift()).isLessThanOrEqualTo(1e-6f);
        return values;
    }

    /** The distance of two neighbours where the largest value is. */
    private static double quantum(Precision precision, int[] values) {
        double largest = 0;
        for (int value : values) {
            largest = Math.max(largest, Math.abs(Float.intBitsToFloat(value)));
        }
        int bits = precision == Precision.INT8 ? 6 : 10; // after the first of the largest value
        return Math.scalb(1.0, Math.getExponent(largest) - bits);
    }

    private static int[] learn(float[] parameters, double[] learnt, Random random) {
        int[] ofRound = new int[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            float before = parameters[i];
            parameters[i] += (float) (1e-3 * (random.nextGaussian() + 0.3));
            learnt[i] += (double) parameters[i] - before;
            ofRound[i] = Float.floatToRawIntBits(parameters[i] - before);
        }
        return ofRound;
    }

    private static int[] randomUpdate(float[] base, Random random) {
        int[] update = new int[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            float next = base[i] + (float) (1e-3 * random.nextGaussian());
            update[i] = Float.floatToRawIntBits(next) - Float.floatToRawIntBits(base[i]);
        }
        return update;
    }

    private static void add(int[] values, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += Float.intBitsToFloat(values[i]);
        }
    }

    private static float[] parameters(Random random) {
        float[] parameters = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            parameters[i] = (float) (1e-2 * random.nextGaussian());
        }
        return parameters;
    }

    private static Ancestry life() {
        return Ancestry.fresh(new TimelineId("life"));
    }

    private static Replica replica(WorkerState state) {
        return new Replica(state.arithmetic(), state.base(), state.parameters(), state.pending());
    }

    private static WorkerState state(int worker, int parallelism, Replica replica) {
        return new WorkerState(
                worker,
                parallelism,
                Arithmetic.FLOAT,
                life(),
                Generation.FIRST,
                Optional.empty(),
                Optional.empty(),
                RoundTally.NONE,
                List.of(),
                0,
                0,
                replica.base(),
                replica.parameters(),
                new float[PARAMETERS],
                new float[PARAMETERS],
                List.copyOf(replica.pending()));
    }
}
