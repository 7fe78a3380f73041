/** What each encoding of an index's vectors costs in recall and saves in bytes, on vectors of real texts. */
package io.remine.bench.encodings;
