package io.remine.state.live;

import io.remine.state.encoder.Encoder;
import io.remine.state.model.ModelVersion;
import java.util.Optional;

/**
 * The encoders of a view; nobody changes their parameters.
 *
 * @param live encodes queries for the live retriever; {@code control} itself if no version is released
 * @param control the generation's first encoder
 * @param version of {@code live}; absent for the generation's first encoder
 */
public record Encoders(Encoder live, Encoder control, Optional<ModelVersion> version) {}
