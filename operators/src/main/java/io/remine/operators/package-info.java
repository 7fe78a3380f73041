/** Remine operators. */
package io.remine.operators;
