package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.optimizer.AdamW;
import io.remine.state.optimizer.Descent;
import io.remine.state.optimizer.DeviceDescent;
import io.remine.state.optimizer.HostDescent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker whose parameters are ahead of the host's, on the default device: the CPU, unless {@code -Dremine.device} names a
 * GPU.
 */
class DeviceWorkerTest {

    private static final int EXAMPLES = 45;
    private static final TimelineId LIFE = new TimelineId("life");

    @RegisterExtension
    static final TinyControl HOST = TinyControl.onHost();

    @RegisterExtension
    static final TinyControl DEVICE = new TinyControl();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sources: {top: {to: 8}}",
                "sources: {stale: {every: 3, to: 8}}",
                "sources: {momentum: {decay: 0.9, to: 8}}"
            })
    void itsStateIsThatOfAWorkerOnTheHostAndItGoesOnFromItToTheBit(String sources) {
        WorkerState onHost = train(HOST, TinyWorker.fresh(HOST.control), sources, 0, EXAMPLES);
        WorkerState undisturbed = train(DEVICE, TinyWorker.fresh(DEVICE.control), sources, 0, EXAMPLES);
        assertThat(undisturbed.parameters()).containsExactly(onHost.parameters(), within(1e-5f));
        assertThat(undisturbed.firstMoments()).containsExactly(onHost.firstMoments(), within(1e-5f));
        assertThat(undisturbed.secondMoments()).containsExactly(onHost.secondMoments(), within(1e-5f));

        WorkerState left = train(DEVICE, TinyWorker.fresh(DEVICE.control), sources, 0, 17);
        WorkerState actual = train(DEVICE, TinyWorker.throughBytes(left), sources, 17, EXAMPLES);
        assertThat(actual.parameters()).isEqualTo(undisturbed.parameters());
        assertThat(actual.firstMoments()).isEqualTo(undisturbed.firstMoments());
        assertThat(actual.secondMoments()).isEqualTo(undisturbed.secondMoments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources: {stale: {every: 1, to: 8}}", "sources: {momentum: {decay: 0.5, to: 8}}"})
    void minersCopiesFollowTheModelWithoutTheHost(String sources) {
        TrainerSettings settings = new TrainerSettings(recipe(sources), 0, 1_000);
        float[] first = new float[DEVICE.control.trainable().size()];
        DEVICE.control.readParameters(first);
        float[] host = first.clone();
        AdamW optimizer = new AdamW(settings.recipe().optimizer(), host.length);
        try (Encoder encoder = DEVICE.control.withOwnTrainable();
                Trainer trainer = new Trainer(
                        encoder,
                        DEVICE.control,
                        host,
                        optimizer,
                        settings,
                        0,
                        RecipeMemory.onHeap(),
                        Map.of(),
                        DeviceDescent::new)) {
            for (int step = 0; step < 3; step++) {
                trainer.step(List.of(TinyIndex.example(step)), DEVICE.index);
            }
            assertThat(host).isEqualTo(first);
            assertThat(trainer.minerCopies()).hasSize(1).allSatisfy((name, copy) -> assertThat(copy)
                    .isNotEqualTo(first));
        }
    }

    @Test
    void itGoesOnFromAnAdoptedVersionAndHandsInWhatItHasLearnt() {
        List<ProgressSlice> onHost = progressAfterAdoption(HOST);
        List<ProgressSlice> onDevice = progressAfterAdoption(DEVICE);
        assertThat(onHost).isNotEmpty();
        for (int slice = 0; slice < onHost.size(); slice++) {
            assertThat(floats(onDevice.get(slice)))
                    .isNotEqualTo(new float[onHost.get(slice).values().length])
                    .containsExactly(floats(onHost.get(slice)), within(1e-5f));
        }
    }

    private static float[] floats(ProgressSlice slice) {
        float[] floats = new float[slice.values().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(slice.values()[i]);
        }
        return floats;
    }

    private static List<ProgressSlice> progressAfterAdoption(TinyControl side) {
        float[] first = new float[side.control.trainable().size()];
        side.control.readParameters(first);
        WorkerState state =
                new WorkerStart(0, 2, Arithmetic.FLOAT, Ancestry.fresh(LIFE), Generation.FIRST).state(List.of(), first);
        try (Encoder encoder = side.control.withOwnTrainable();
                Worker worker = worker(side, state, "sources: {top: {to: 8}}", encoder)) {
            train(side, worker, 0, 20);
            int[] differences = new int[first.length];
            Arrays.fill(differences, 1 << 10);
            worker.adopt(new Adoption(new ModelVersion(LIFE, 1), List.of(differences)));
            train(side, worker, 20, 40);
            return worker.report(2).progress();
        }
    }

    private static WorkerState train(TinyControl side, WorkerState state, String sources, int from, int to) {
        try (Encoder encoder = side.control.withOwnTrainable();
                Worker worker = worker(side, state, sources, encoder)) {
            train(side, worker, from, to);
            return worker.state();
        }
    }

    private static void train(TinyControl side, Worker worker, int from, int to) {
        for (int i = from; i < to; i++) {
            worker.add(TinyIndex.example(i));
            while (worker.isBatchComplete()) {
                worker.train(side.index, 0);
            }
        }
    }

    private static Worker worker(TinyControl side, WorkerState state, String sources, Encoder encoder) {
        TrainOperatorSettings settings =
                new TrainOperatorSettings(new TrainerSettings(recipe(sources), 0, 1_000), 4, 0, 5_000, true);
        Descent.Factory descents = side == HOST ? HostDescent::new : DeviceDescent::new;
        return new Worker(state, settings, encoder, side.control, new HeapPairStore(), List.of(), descents);
    }

    /** Epsilon keeps gradients that are nothing but rounding, such as those of keys' biases, from being scaled up. */
    private static Recipe recipe(String sources) {
        return Recipes.parse(
                "test",
                sources
                        + """

                        loss: lambda
                        optimizer: {learning-rate: 1e-2, epsilon: 1e-4, weight-decay: 0, warmup-steps: 0}
                        """);
    }
}
