/** Harder or softer candidates made out of those that were mined. Parts of a recipe. */
package io.remine.operators.transform;
