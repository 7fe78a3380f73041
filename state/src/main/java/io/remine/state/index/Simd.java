package io.remine.state.index;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inner products in the processor's widest instructions, for a JVM that was started with {@code --add-modules
 * jdk.incubator.vector}. Before the JVM has compiled them they are a hundred times slower than plain Java: whoever asks first
 * starts a thread that uses them until they are quicker, and they are there from then on.
 */
final class Simd {

    private static final Logger LOG = LoggerFactory.getLogger(Simd.class);
    private static final String MODULE = "jdk.incubator.vector";
    private static final String IMPLEMENTATION = "io.remine.state.index.JdkSimdProducts";
    private static final InnerProducts PLAIN = new PlainProducts();

    private static final int ROWS = 3; // two together, and one; every other time only two
    private static final int DIMENSION = 2 * 203; // some numbers are left over, however many are taken at a time
    private static final int PRODUCTS = 1_000; // of a round
    private static final int MAX_ROUNDS = 200;

    private Simd() {}

    /** The quickest there are by now. */
    static InnerProducts products() {
        return WarmUp.RESULT.getNow(PLAIN);
    }

    /** Whether these instructions are there and quick. */
    static boolean isQuick() {
        return products() != PLAIN;
    }

    /** Waits until it is known whether there will be any. */
    static InnerProducts awaitProducts() {
        return WarmUp.RESULT.join();
    }

    private static final class WarmUp {

        static final CompletableFuture<InnerProducts> RESULT = new CompletableFuture<>();

        static {
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                LOG.info("single queries are quicker in a JVM started with --add-modules {}", MODULE);
                RESULT.complete(PLAIN);
            } else {
                Thread thread = new Thread(WarmUp::run, "simd-warm-up");
                thread.setDaemon(true);
                thread.start();
            }
        }

        private static void run() {
            InnerProducts quickest = PLAIN;
            try {
                InnerProducts wide = Class.forName(IMPLEMENTATION)
                        .asSubclass(InnerProducts.class)
                        .getDeclaredConstructor()
                        .newInstance();
                quickest = becomesQuick(wide) ? wide : PLAIN;
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.info("no use of {}: {}", MODULE, e.toString());
            } finally {
                RESULT.complete(quickest);
            }
        }
    }

    private static boolean becomesQuick(InnerProducts wide) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            if (singlesNanos(wide) < singlesNanos(PLAIN) && halvesNanos(wide) < halvesNanos(PLAIN)) {
                return true;
            }
        }
        LOG.info("{} is slower here than plain Java, and not used", MODULE);
        return false;
    }

    private static long singlesNanos(InnerProducts products) {
        float[] vectors = new float[ROWS * DIMENSION];
        float[] query = new float[DIMENSION];
        float[] scores = new float[ROWS];
        long start = System.nanoTime();
        for (int i = 0; i < PRODUCTS; i++) {
            products.ofSingles(vectors, ROWS - i % 2, query, scores, 0);
        }
        return System.nanoTime() - start;
    }

    private static long halvesNanos(InnerProducts products) {
        int[] pairs = new int[ROWS * DIMENSION / 2];
        float[] query = new float[DIMENSION / 2];
        float[] scores = new float[ROWS];
        long start = System.nanoTime();
        for (int i = 0; i < PRODUCTS; i++) {
            products.ofHalves(pairs, ROWS - i % 2, query, query, scores, 0);
        }
        return System.nanoTime() - start;
    }
}
