package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaTest {

    private static final int PARAMETERS = 257;
    private static final int ROUNDS = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneWorkersBaseIsBitIdenticalToItsParametersWhateverIsAborted(long seed) {
        Random random = new Random(seed);
        float[] start = randomParameters(random);
        Replica worker = Replica.of(Arithmetic.BIT_PATTERN, start);
        float[] undisturbed = start.clone();
        Merger merger = new Merger(start);
        for (long round = 1; round <= ROUNDS; round++) {
            Random learning = new Random(seed * 1000 + round);
            Random sameLearning = new Random(seed * 1000 + round);
            learn(worker.parameters(), learning);
            learn(undisturbed, sameLearning);
            if (!worker.isFull()) {
                merger.accept(List.of(worker.progress(round)));
            }
            if (random.nextInt(3) > 0) {
                merger.mergeBits(round);
            }
            if (random.nextInt(3) == 0) {
                merger.adoptAll(worker);
                assertThat(worker.drift()).as("seed %d, round %d", seed, round).isZero();
            }
            assertThat(worker.parameters()).as("seed %d, round %d", seed, round).isEqualTo(undisturbed);
        }
        merger.accept(List.of(worker.progress(ROUNDS + 1)));
        merger.mergeBits(ROUNDS + 1);
        merger.adoptAll(worker);
        assertThat(worker.base()).isEqualTo(worker.parameters()).isEqualTo(merger.base);
        assertThat(worker.pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threeWorkersStayAtBasePlusTheirOwnProgress(long seed) {
        Random random = new Random(seed);
        float[] start = randomParameters(random);
        List<Replica> workers = new ArrayList<>();
        List<double[]> learnt = new ArrayList<>(); // each worker's whole learning, in double
        for (int i = 0; i < 3; i++) {
            workers.add(Replica.of(Arithmetic.FLOAT, start));
            learnt.add(new double[PARAMETERS]);
        }
        Merger merger = new Merger(start);
        for (long round = 1; round <= ROUNDS; round++) {
            boolean handIn = workers.stream().noneMatch(Replica::isFull);
            List<PendingProgress> progress = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                float[] before = workers.get(i).parameters().clone();
                learn(workers.get(i).parameters(), random);
                for (int j = 0; j < PARAMETERS; j++) {
                    learnt.get(i)[j] += (double) workers.get(i).parameters()[j] - before[j];
                }
                if (handIn) {
                    progress.add(workers.get(i).progress(round));
                }
            }
            merger.accept(progress);
            if (random.nextInt(3) > 0) {
                merger.mergeFloats(round, 3);
            }
            for (Replica worker : workers) {
                if (random.nextInt(3) == 0) {
                    merger.adoptAll(worker);
                }
                assertThat(worker.drift()).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(1e-6f);
            }
        }
        List<PendingProgress> last =
                workers.stream().map(worker -> worker.progress(ROUNDS + 1)).toList();
        merger.accept(last);
        merger.mergeFloats(ROUNDS + 1, 3);
        for (Replica worker : workers) {
            merger.adoptAll(worker);
            assertThat(worker.base()).isEqualTo(merger.base);
            for (int j = 0; j < PARAMETERS; j++) {
                double all = (learnt.get(0)[j] + learnt.get(1)[j] + learnt.get(2)[j]) / 3;
                assertThat((double) worker.base()[j]).isCloseTo(start[j] + all, within(1e-5));
                assertThat(worker.parameters()[j]).isCloseTo(worker.base()[j], within(1e-6f));
            }
        }
    }

    @Test
    void aReplicaGoesOnFromItsStateAsIfNothingHadHappened() {
        Random random = new Random(4);
        Replica worker = Replica.of(Arithmetic.FLOAT, randomParameters(random));
        learn(worker.parameters(), random);
        worker.progress(1);
        learn(worker.parameters(), random);
        worker.progress(2);
        learn(worker.parameters(), random);
        Replica restored = new Replica(
                Arithmetic.FLOAT, worker.base().clone(), worker.parameters().clone(), worker.pending());
        assertThat(restored.progress(3).values()).isEqualTo(worker.progress(3).values());
    }

    @Test
    void aWrongUpdateIsRefusedAndRoundsRise() {
        Replica worker = Replica.of(Arithmetic.FLOAT, new float[] {1, 2, 3});
        assertThatThrownBy(() -> worker.adopt(1, List.of(new int[2], new int[2])))
                .hasMessageContaining("changes 4 parameters, this model trains 3");
        worker.progress(5);
        assertThatThrownBy(() -> worker.progress(5)).hasMessageContaining("rounds rise");
    }

    private static float[] randomParameters(Random random) {
        float[] parameters = new float[PARAMETERS];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextGaussian();
        }
        return parameters;
    }

    private static void learn(float[] parameters, Random random) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (1e-3 * random.nextGaussian());
        }
    }

    /** Merges what has arrived and keeps the log of versions; readers fold it. */
    private static final class Merger {

        private record Version(long round, List<int[]> update) {}

        private final float[] base;
        private final List<PendingProgress> arrived = new ArrayList<>();
        private final List<Version> log = new ArrayList<>();
        private final IdentityHashMap<Replica, Integer> read = new IdentityHashMap<>();

        Merger(float[] base) {
            this.base = base.clone();
        }

        void accept(List<PendingProgress> progress) {
            arrived.addAll(progress);
        }

        void mergeBits(long round) {
            merge(round, (from, i) -> {
                int bits = Float.floatToRawIntBits(from);
                for (PendingProgress progress : arrived) {
                    bits += progress.values()[i];
                }
                return Float.intBitsToFloat(bits);
            });
        }

        void mergeFloats(long round, int workers) {
            merge(round, (from, i) -> {
                double sum = 0;
                for (PendingProgress progress : arrived) {
                    sum += Float.intBitsToFloat(progress.values()[i]);
                }
                return (float) (from + sum / workers);
            });
        }

        private interface Fold {
            float apply(float from, int i);
        }

        private void merge(long round, Fold fold) {
            if (arrived.isEmpty()) {
                return;
            }
            int[] update = new int[base.length];
            for (int i = 0; i < base.length; i++) {
                float next = fold.apply(base[i], i);
                update[i] = Float.floatToRawIntBits(next) - Float.floatToRawIntBits(base[i]);
                base[i] = next;
            }
            arrived.clear();
            int cut = base.length / 2;
            log.add(new Version(
                    round,
                    List.of(Arrays.copyOfRange(update, 0, cut), Arrays.copyOfRange(update, cut, update.length))));
        }

        void adoptAll(Replica worker) {
            for (int next = read.getOrDefault(worker, 0); next < log.size(); next++) {
                worker.adopt(log.get(next).round(), log.get(next).update());
            }
            read.put(worker, log.size());
        }
    }
}
