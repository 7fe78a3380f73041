/** How much examples and candidates count. Parts of a recipe. */
package io.remine.operators.weighting;
