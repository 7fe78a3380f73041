package io.remine.state.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchScriptTest {

    private static final String PRODUCT =
            """
            class Script(Module):
              __parameters__ = []
              __buffers__ = []

              def forward(self: __torch__.Script, left: List[Tensor], right: List[Tensor]) -> Tensor:
                return torch.mul(left[0], right[0])
            """;

    @Test
    void computesWhatItsSourceSays() {
        try (NDManager scope = PyTorch.newManager()) {
            NDArray product = new TorchScript(PRODUCT).forward(arguments(scope, 3, 4));
            assertThat(product.toFloatArray()).containsExactly(12);
            assertThat(product.getManager()).isSameAs(scope);
        }
    }

    @Test
    void recordsGradientsWhenAsked() {
        TorchScript script = new TorchScript(PRODUCT);
        try (NDManager scope = PyTorch.newManager()) {
            NDList arguments = arguments(scope, 3, 4);
            arguments.get(0).setRequiresGradient(true);
            NDArray product = Gradients.recording(() -> script.forward(arguments));
            assertThat(Gradients.of(product, product.onesLike(), List.of(arguments.get(0)))
                            .get(0)
                            .toFloatArray())
                    .containsExactly(4);
        }
    }

    @Test
    void recordsNothingUnlessAsked() {
        TorchScript script = new TorchScript(PRODUCT);
        try (NDManager scope = PyTorch.newManager()) {
            NDList arguments = arguments(scope, 3, 4);
            arguments.get(0).setRequiresGradient(true);
            NDArray product = Gradients.withoutGradients(() -> script.forward(arguments));
            assertThat(product.hasGradient()).isFalse();
        }
    }

    @Test
    void aSourceThatDoesNotCompileIsRefusedWithPyTorchsReason() {
        assertThatThrownBy(() -> new TorchScript(PRODUCT.replace("torch.mul", "torch.no_such_thing")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no_such_thing");
    }

    @Test
    void aSourceIsCompiledOnceInAProcessHoweverOftenItsClassesAreLoaded() throws Exception {
        String source = PRODUCT.replace("torch.mul", "torch.sub");
        assertThat(TorchScript.compiled()).doesNotContainKey(source);
        Class<?> first = new LoadsAnew().loadClass(TorchScript.class.getName());
        Class<?> second = new LoadsAnew().loadClass(TorchScript.class.getName());
        assertThat(first).isNotSameAs(second).isNotSameAs(TorchScript.class);

        first.getConstructor(String.class).newInstance(source);
        PtSymbolBlock compiled = TorchScript.compiled().get(source);
        assertThat(compiled).isNotNull();
        second.getConstructor(String.class).newInstance(source);
        assertThat(TorchScript.compiled().get(source)).isSameAs(compiled);
        try (NDManager scope = PyTorch.newManager()) {
            assertThat(new TorchScript(source).forward(arguments(scope, 3, 4)).toFloatArray())
                    .containsExactly(-1);
        }
    }

    /** As Flink does it for a job: ours from the job's jar, all others from the process. */
    private static final class LoadsAnew extends ClassLoader {

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.remine.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = TorchScriptTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static NDList arguments(NDManager scope, float left, float right) {
        NDArray first = scope.create(new float[] {left});
        NDArray second = scope.create(new float[] {right});
        first.setName(TorchScript.inList("left"));
        second.setName(TorchScript.inList("right"));
        return new NDList(first, second);
    }
}
