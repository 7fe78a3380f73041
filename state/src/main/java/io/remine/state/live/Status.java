package io.remine.state.live;

import io.remine.state.index.ManifestId;
import io.remine.state.model.ModelVersion;
import java.util.Map;
import java.util.Optional;

/**
 * Where a live index stands.
 *
 * @param caughtUp whether it has read everything that was there when it began; until then nothing is served
 * @param progress how much of what was there when it began, and how much in all
 * @param health whether it answers, and whether by what is newest
 * @param manifest of the index that is searched; empty before the first
 * @param documents in that index
 * @param views that have been searched so far, this one included
 * @param version of the encoder that serves; empty for the generation's first encoder, or if none serves
 * @param released what ought to serve; differs from {@code version} while that is incomplete or cannot be used
 * @param problems how often each kind occurred
 * @param lastProblem the message of the last one
 */
public record Status(
        boolean caughtUp,
        Progress progress,
        Health health,
        Optional<ManifestId> manifest,
        long documents,
        long views,
        Optional<ModelVersion> version,
        Optional<ModelVersion> released,
        Map<Problem, Long> problems,
        Optional<String> lastProblem) {}
