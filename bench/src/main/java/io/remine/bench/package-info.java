/** Remine bench. */
package io.remine.bench;
