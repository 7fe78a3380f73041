/**
 * What is minimised: functions from the scores of a query's candidates to a value and its derivative by each score, in
 * plain Java, so that every one can be computed by hand. Parts of a recipe.
 */
package io.remine.operators.loss;
