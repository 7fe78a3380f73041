/** The index job: documents become segments and manifests. Wiring only; each step is an operator. */
package io.remine.streams.index;
