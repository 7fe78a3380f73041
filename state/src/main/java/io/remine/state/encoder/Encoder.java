package io.remine.state.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * A BERT-family encoder: texts to unit vectors, and the gradients of whatever was computed from them.
 *
 * <p>Several threads may encode at the same time. Whoever writes parameters or trains must be the only one to use the
 * encoder meanwhile; {@link #withOwnTrainable} makes another one that shares what does not train.
 */
public final class Encoder implements AutoCloseable {

    private final EncoderConfig config;
    private final Device device;
    private final ProductPrecision products;
    private final Lease<TextTokenizer> tokenizer;
    private final Lease<ParameterTensors> rest;
    private final ParameterTensors trained;
    private final Bert bert;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** An encoder on the default device. */
    public Encoder(EncoderSource source, Trainable trainable) {
        this(source, trainable, PyTorch.defaultDevice());
    }

    /** An encoder that multiplies in single precision. */
    public Encoder(EncoderSource source, Trainable trainable, Device device) {
        this(source, trainable, device, ProductPrecision.SINGLE);
    }

    /**
     * @param source its weights are copied to the device
     * @param trainable which parameters training may change
     */
    public Encoder(EncoderSource source, Trainable trainable, Device device, ProductPrecision products) {
        config = source.config();
        this.device = device;
        this.products = products;
        TextTokenizer ownTokenizer = new TextTokenizer(source.tokenizerJson(), config.maxTokens());
        tokenizer = Lease.of(ownTokenizer, ownTokenizer::close);
        ParameterLayout layout = ParameterLayout.of(config, trainable);
        ParameterTensors ownRest = tensors(ParameterLayout.ofTheRest(config, trainable), source.weights(), device);
        rest = Lease.of(ownRest, ownRest::close);
        trained = tensors(layout, source.weights(), device);
        bert = new Bert(config, device, products, this::parameter);
    }

    private Encoder(Encoder other) {
        config = other.config;
        device = other.device;
        products = other.products;
        tokenizer = other.tokenizer.share();
        rest = other.rest.share();
        trained = new ParameterTensors(other.trained.layout(), device);
        float[] parameters = new float[trained.layout().size()];
        other.readParameters(parameters);
        trained.flat().write(parameters);
        bert = new Bert(config, device, products, this::parameter);
    }

    /** Another encoder with the same parameters now, and a copy of its own of those that train. */
    public Encoder withOwnTrainable() {
        return new Encoder(this);
    }

    /**
     * Ends the changing of its parameters: for an encoder that only serves. On a CPU it then encodes faster, a short text in
     * half the time, and takes the memory of its layers once more, from the first text on.
     *
     * @return this
     */
    public Encoder freeze() {
        bert.freeze();
        return this;
    }

    public EncoderConfig config() {
        return config;
    }

    public Device device() {
        return device;
    }

    /** The encoder's tokenizer, which knows no prompts; closed with the encoder. */
    public TextTokenizer tokenizer() {
        return tokenizer.get();
    }

    /** Where each parameter that trains lies in the flat arrays below. */
    public ParameterLayout trainable() {
        return trained.layout();
    }

    /**
     * Unit vectors of the texts. Inside {@link Gradients#recording} a loss computed from them can be run backward.
     *
     * @param scope owns the result; must be on the encoder's device
     */
    public NDArray encode(NDManager scope, TokenBatch batch) { // [batch, hidden]
        if (batch.tokens() > config.maxPositions()) {
            throw new IllegalArgumentException(
                    "text of %d tokens, the encoder has %d positions; cut it with its tokenizer"
                            .formatted(batch.tokens(), config.maxPositions()));
        }
        if (!Gradients.isRecording()) {
            return Gradients.withoutGradients(() -> forward(scope, batch));
        }
        trained.requireGradients();
        return forward(scope, batch);
    }

    /** The token ids of each query with the prompt before it, in their order. */
    public List<int[]> tokenizeQueries(List<String> queries) {
        return tokenize(config.prompts().query(), queries);
    }

    /** The token ids of each document with the prompt before it, in their order. */
    public List<int[]> tokenizeDocuments(List<String> documents) {
        return tokenize(config.prompts().document(), documents);
    }

    /** Unit vectors of the queries, in their order; batched by length inside. Records no gradients. */
    public float[][] encodeQueries(List<String> queries) { // [queries, hidden]
        return encodeAll(tokenizeQueries(queries));
    }

    /** Unit vectors of the documents, in their order; batched by length inside. Records no gradients. */
    public float[][] encodeDocuments(List<String> documents) { // [documents, hidden]
        return encodeAll(tokenizeDocuments(documents));
    }

    /** Copies the parameters that train into the array. */
    public void readParameters(float[] flat) { // [trainable().size()]
        trained.flat().read(flat);
    }

    /**
     * Sets the parameters that train from the array.
     *
     * @throws IllegalStateException if the encoder is frozen
     */
    public void writeParameters(float[] flat) { // [trainable().size()]
        checkTrains();
        trained.flat().write(flat);
    }

    /**
     * The parameters that train, as the flat arrays hold them; good until the encoder is closed.
     *
     * @throws IllegalStateException if the encoder is frozen
     */
    public FlatTensors parameters() {
        checkTrains();
        return trained.flat();
    }

    /**
     * The gradient of a loss by the parameters that train. Forgets what was recorded.
     *
     * @param output computed from what {@link #encode} gave inside {@link Gradients#recording}
     * @param derivative of the loss by each number of the output // the output's shape
     * @return good until the output's manager is closed
     */
    public FlatTensors gradient(NDArray output, NDArray derivative) {
        return new FlatTensors(Gradients.of(output, derivative, trained.flat().tensors()));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            bert.close();
            trained.close();
            rest.close();
            tokenizer.close();
        }
    }

    /** How many arrays the encoder holds; constant, or something leaks. */
    int managedArrays() {
        return trained.manager().getManagedArrays().size()
                + rest.get().manager().getManagedArrays().size()
                + bert.managedArrays();
    }

    private void checkTrains() {
        if (bert.isFrozen()) {
            throw new IllegalStateException("a frozen encoder's parameters do not change; take withOwnTrainable()");
        }
    }

    private NDArray forward(NDManager scope, TokenBatch batch) {
        try (NDManager pass = scope.newSubManager()) {
            NDArray vectors = bert.forward(pass, batch);
            vectors.attach(scope);
            return vectors;
        }
    }

    private List<int[]> tokenize(String prompt, List<String> texts) {
        return tokenizer().tokenizeAll(texts.stream().map(prompt::concat).toList());
    }

    private float[][] encodeAll(List<int[]> tokens) { // [texts, hidden]
        List<Integer> byLength = IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer text) -> tokens.get(text).length))
                .toList();
        float[][] vectors = new float[tokens.size()][];
        Batches.forEach(Batches.of(byLength, text -> tokens.get(text).length), batch -> {
            float[][] rows =
                    encodeRows(TokenBatch.of(batch.stream().map(tokens::get).toList()));
            for (int row = 0; row < rows.length; row++) {
                vectors[batch.get(row)] = rows[row];
            }
        });
        return vectors;
    }

    private float[][] encodeRows(TokenBatch batch) {
        try (NDManager scope = trained.manager().newSubManager()) {
            NDArray vectors = Gradients.withoutGradients(() -> encode(scope, batch));
            float[] flat = vectors.toFloatArray();
            float[][] rows = new float[batch.size()][config.hidden()];
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(flat, row * config.hidden(), rows[row], 0, config.hidden());
            }
            return rows;
        }
    }

    private static ParameterTensors tensors(ParameterLayout layout, EncoderWeights weights, Device device) {
        ParameterTensors tensors = new ParameterTensors(layout, device);
        tensors.write(weights);
        return tensors;
    }

    private NDArray parameter(String name) {
        NDArray tensor = trained.find(name);
        return tensor == null ? rest.get().find(name) : tensor;
    }
}
