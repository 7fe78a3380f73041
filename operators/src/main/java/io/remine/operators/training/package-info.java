/**
 * Mining and training: examples flow in, each worker's progress flows out at every barrier. The loss, the step, the worker's
 * arithmetic and its state are plain classes; {@code TrainOperator} is all that knows Flink. What the merger makes of the
 * progress is not known here, only that it comes back as a version.
 */
package io.remine.operators.training;
