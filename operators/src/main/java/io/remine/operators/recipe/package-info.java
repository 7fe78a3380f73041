/**
 * Recipes: how negatives are chosen, filtered, changed and weighed and what loss they go into, as data. A recipe file
 * composes parts; {@link io.remine.operators.recipe.Parts} lists all there are.
 */
package io.remine.operators.recipe;
