/**
 * What the topic {@code models} holds: generations with their first encoder, versions with the update each adds to the one
 * before, and how a reader folds them. Knows neither Flink nor the live index.
 */
package io.remine.state.model;
