package io.remine.state.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function on tensors in PyTorch's own language, for what DJL has no call for, and for long chains of operations: what is
 * computed on the way is freed as soon as nothing needs it. May run in several threads at a time.
 *
 * <p>The source is what PyTorch keeps in {@code code/__torch__.py} of a saved module: one class {@code Script} with a method
 * {@code forward}, whose arguments are lists of tensors. The archive around it is made here, so no Python is needed.
 */
public final class TorchScript {

    private static final String VERSION = "3\n";
    // Pickles, in protocol 2: an object of class __torch__.Script without attributes, and an empty tuple.
    private static final byte[] OBJECT = latin1("\u0080\u0002c__torch__\nScript\n)\u0081}b.");
    private static final byte[] NO_CONSTANTS = latin1("\u0080\u0002).");

    private static final String COMPILED = "io.remine.torchscript";

    private final PtSymbolBlock module;

    /**
     * Compiles the source, unless something in this process has; the result lives as long as the process.
     *
     * @throws ai.djl.engine.EngineException with PyTorch's message if it does not compile
     */
    public TorchScript(String source) {
        module = compiled().computeIfAbsent(source, TorchScript::compile);
    }

    /**
     * What this process has compiled, by source. Flink loads a job's classes anew whenever it starts the job, and this class
     * with them, so that a static field would be another one each time; the engine's classes and the properties of the system
     * stay.
     */
    @SuppressWarnings("unchecked")
    static Map<String, PtSymbolBlock> compiled() {
        return (Map<String, PtSymbolBlock>) System.getProperties()
                .computeIfAbsent(COMPILED, name -> new ConcurrentHashMap<String, PtSymbolBlock>());
    }

    private static PtSymbolBlock compile(String source) {
        NDManager manager = PyTorch.newManager(Device.cpu());
        try {
            return JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive(source)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be the name of every tensor of the argument of this name. */
    public static String inList(String argument) {
        return argument + "[]";
    }

    /** Adds an argument. Tensors keep the name that they have in another script: an argument is known by its place. */
    public static void add(NDList arguments, String argument, List<NDArray> tensors) {
        for (NDArray tensor : tensors) {
            if (tensor.getName() == null) {
                tensor.setName(inList(argument));
            }
            arguments.add(tensor);
        }
    }

    /**
     * Runs {@code forward}; records gradients if the caller is inside {@link Gradients#recording}.
     *
     * @param arguments by turns, each a run of tensors of one name ending as {@link #inList} says
     * @return belong to the manager of the first tensor
     */
    public NDList run(NDList arguments) {
        // A setting of this thread: rewriting the graph costs more than it brings for a few large products.
        JniUtils.setGraphExecutorOptimize(false);
        return IValueUtils.forward(module, arguments, true);
    }

    /** Runs a script that gives one tensor. */
    public NDArray forward(NDList arguments) {
        return run(arguments).singletonOrThrow();
    }

    private static byte[] archive(String source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "data.pkl", OBJECT);
            put(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", NO_CONSTANTS);
            put(zip, "version", latin1(VERSION));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("script/" + name);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
