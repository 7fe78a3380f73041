package io.remine.state.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import io.remine.state.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * On the model's device: its tensors are the parameters between steps, the moments lie beside them, and of each step nothing
 * but the gradient's length comes to the host. The steps are those of {@link AdamWStep} up to rounding, which is the
 * engine's.
 */
public final class DeviceDescent implements Descent {

    private final AdamW optimizer;
    private final float[] parameters;
    private final FlatTensors model;
    private final NDManager manager;
    private final FlatTensors firstMoments;
    private final FlatTensors secondMoments;
    private FlatTensors gradient;
    private boolean parametersAhead; // of the host's
    private boolean momentsAhead;

    /**
     * @param parameters of the host, written by {@link #parametersToHost}
     * @param model has the parameters from {@link #parametersChanged} on
     */
    public DeviceDescent(AdamW optimizer, float[] parameters, FlatTensors model) {
        Descent.checkSizes(optimizer, parameters, model);
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.model = model;
        this.manager = PyTorch.newManager(model.tensors().get(0).getDevice());
        this.firstMoments = likeModel(optimizer.firstMoments());
        this.secondMoments = likeModel(optimizer.secondMoments());
    }

    private FlatTensors likeModel(float[] values) {
        List<NDArray> tensors = new ArrayList<>();
        for (NDArray tensor : model.tensors()) {
            tensors.add(manager.zeros(tensor.getShape(), DataType.FLOAT32));
        }
        FlatTensors like = new FlatTensors(tensors);
        like.write(values);
        return like;
    }

    @Override
    public double take(FlatTensors taken) {
        Descent.checkGradient(taken, parameters);
        gradient = taken;
        NDList arguments = new NDList();
        TorchScript.add(arguments, "gradient", gradient.tensors());
        return Gradients.withoutGradients(() -> {
            try (NDArray norm = Scripts.NORM.forward(arguments)) {
                return norm.getDouble();
            }
        });
    }

    @Override
    public void step(double kept) {
        AdamWStep step = optimizer.next(kept);
        try (NDManager scope = PyTorch.newManager(Device.cpu())) { // where reading a number waits for nothing
            NDList arguments = new NDList();
            TorchScript.add(arguments, "parameters", model.tensors());
            TorchScript.add(arguments, "gradient", gradient.tensors());
            TorchScript.add(arguments, "firstMoments", firstMoments.tensors());
            TorchScript.add(arguments, "secondMoments", secondMoments.tensors());
            TorchScript.add(arguments, "step", List.of(scope.create(numbers(step))));
            Gradients.withoutGradients(() -> Scripts.STEP.run(arguments));
        }
        gradient = null;
        parametersAhead = true;
        momentsAhead = true;
    }

    /** In the order in which the script reads them. */
    private static double[] numbers(AdamWStep step) {
        return new double[] {
            step.kept(),
            step.beta1(),
            step.rest1(),
            step.beta2(),
            step.rest2(),
            step.epsilon(),
            step.stepSize(),
            step.rootScale(),
            step.decay()
        };
    }

    @Override
    public void parametersChanged() {
        model.write(parameters);
        parametersAhead = false;
    }

    @Override
    public void parametersToHost() {
        if (parametersAhead) {
            model.read(parameters);
            parametersAhead = false;
        }
    }

    @Override
    public void momentsToHost() {
        if (momentsAhead) {
            firstMoments.read(optimizer.firstMoments());
            secondMoments.read(optimizer.secondMoments());
            momentsAhead = false;
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Compiled when the first gradient is taken. */
    private static final class Scripts {

        /** Squares in double: 7 is its number in PyTorch. */
        static final TorchScript NORM = new TorchScript(
                """
                class Script(Module):
                  __parameters__ = []
                  __buffers__ = []

                  def forward(self: __torch__.Script, gradient: List[Tensor]) -> Tensor:
                    norms = annotate(List[Tensor], [])
                    for part in gradient:
                      norms = torch.append(norms, torch.linalg_vector_norm(part, 2, None, False, dtype=7))
                    return torch.linalg_vector_norm(torch.stack(norms), 2)
                """);

        /** Each call works on all tensors of its lists, on a GPU in a few launches. */
        static final TorchScript STEP = new TorchScript(
                """
                class Script(Module):
                  __parameters__ = []
                  __buffers__ = []

                  def forward(self: __torch__.Script, parameters: List[Tensor], gradient: List[Tensor], firstMoments: List[Tensor], secondMoments: List[Tensor], step: List[Tensor]) -> List[Tensor]:
                    numbers = step[0]
                    kept = float(numbers[0])
                    beta1 = float(numbers[1])
                    rest1 = float(numbers[2])
                    beta2 = float(numbers[3])
                    rest2 = float(numbers[4])
                    epsilon = float(numbers[5])
                    stepSize = float(numbers[6])
                    rootScale = float(numbers[7])
                    decay = float(numbers[8])
                    _0 = torch._foreach_mul_(firstMoments, beta1)
                    _1 = torch._foreach_add_(firstMoments, gradient, alpha=torch.mul(rest1, kept))
                    _2 = torch._foreach_mul_(secondMoments, beta2)
                    _3 = torch._foreach_addcmul_(secondMoments, gradient, gradient, torch.mul(torch.mul(rest2, kept), kept))
                    roots = torch._foreach_sqrt(secondMoments)
                    _4 = torch._foreach_mul_(roots, rootScale)
                    _5 = torch._foreach_add_(roots, epsilon)
                    _6 = torch._foreach_mul_(parameters, torch.sub(1., decay))
                    _7 = torch._foreach_addcdiv_(parameters, firstMoments, roots, torch.neg(stepSize))
                    return annotate(List[Tensor], [])
                """);
    }
}
