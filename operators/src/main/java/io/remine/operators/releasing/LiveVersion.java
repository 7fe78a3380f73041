package io.remine.operators.releasing;

import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;

/**
 * What the gate released last.
 *
 * @param mrr10 of its window when it was released
 */
record LiveVersion(ModelVersion version, Generation generation, double mrr10) {}
