/**
 * What parts of a recipe remember from step to step: of each query's pairs, and as a few numbers for all. Both are in every
 * checkpoint.
 */
package io.remine.operators.memory;
