/** Collections in the layout of BEIR: a corpus, queries, and judgments of splits. */
package io.remine.streams.beir;
