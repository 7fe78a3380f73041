/**
 * Which documents a micro-batch learns from: sources bring candidates, filters take away those that may be relevant
 * after all. Parts of a {@link io.remine.operators.recipe.Recipe}; knows neither Flink nor tensors.
 */
package io.remine.operators.mining;
