/** The train job: queries and clicks, or examples, become versions and releases. Wiring only; each step is an operator. */
package io.remine.streams.train;
