package io.remine.streams.train;

import io.remine.operators.device.DeviceChoice;
import io.remine.operators.joining.Cap;
import io.remine.operators.merging.Outer;
import io.remine.operators.recipe.Recipes;
import io.remine.operators.releasing.Gate;
import io.remine.operators.training.Precision;
import io.remine.operators.training.TrainOperatorSettings;
import io.remine.operators.training.TrainerSettings;
import io.remine.state.encoder.ProductPrecision;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The settings of training as its operators take them. */
public final class TrainSettings {

    private static final String IDENTITY = "identity";

    private TrainSettings() {}

    public static TrainOperatorSettings worker(RemineConfiguration configuration) {
        TrainerSettings trainer = new TrainerSettings(
                Recipes.load(configuration.get(RemineOptions.TRAIN_RECIPE)),
                configuration.get(RemineOptions.TRAIN_CONTROL_SHARE),
                TrainerSettings.DEFAULT_MAX_GRADIENT_NORM);
        return new TrainOperatorSettings(
                trainer,
                configuration.get(RemineOptions.TRAIN_MICRO_BATCH),
                configuration.get(RemineOptions.TRAIN_MAX_AGE),
                configuration.get(RemineOptions.TRAIN_DOCUMENT_WAIT),
                configuration.get(RemineOptions.MODEL_SLICE_LENGTH),
                isIdentity(configuration),
                precision(configuration),
                DeviceChoice.parse(configuration.get(RemineOptions.TRAIN_DEVICE)),
                ProductPrecision.valueOf(
                        configuration.get(RemineOptions.TRAIN_PRODUCTS).toUpperCase(Locale.ROOT)));
    }

    /** In the order in which clicks pass them. */
    static List<Cap> caps(RemineConfiguration configuration) {
        long windowMillis = configuration.get(RemineOptions.JOIN_CLICKS_WINDOW);
        int perUser = configuration.get(RemineOptions.JOIN_USER_CLICKS);
        int perDocument = configuration.get(RemineOptions.JOIN_DOCUMENT_CLICKS);
        List<Cap> caps = new ArrayList<>();
        if (perUser > 0) {
            caps.add(new Cap(Cap.By.USER, perUser, windowMillis));
        }
        if (perDocument > 0) {
            caps.add(new Cap(Cap.By.DOCUMENT, perDocument, windowMillis));
        }
        return caps;
    }

    public static Outer outer(RemineConfiguration configuration) {
        return isIdentity(configuration)
                ? new Outer.Identity()
                : new Outer.Nesterov(
                        configuration.get(RemineOptions.MERGE_LEARNING_RATE),
                        configuration.get(RemineOptions.MERGE_MOMENTUM));
    }

    static Gate gate(RemineConfiguration configuration) {
        return new Gate(
                configuration.get(RemineOptions.GATE_TOLERANCE),
                configuration.get(RemineOptions.GATE_MINIMUM_EXAMPLES),
                configuration.get(RemineOptions.GATE_MINIMUM_SAMPLED));
    }

    private static Precision precision(RemineConfiguration configuration) {
        return Precision.valueOf(
                configuration.get(RemineOptions.MERGE_PRECISION).toUpperCase(Locale.ROOT));
    }

    private static boolean isIdentity(RemineConfiguration configuration) {
        return configuration.get(RemineOptions.MERGE_OUTER).equals(IDENTITY);
    }
}
