/**
 * Changes of documents become segments and manifests. {@link io.remine.operators.indexing.DocumentRule},
 * {@link io.remine.operators.indexing.SegmentRule} and {@link io.remine.operators.indexing.ManifestLedger} hold the rules;
 * the operators keep their state in Flink and encode. Knows how vectors are made only as a
 * {@link io.remine.operators.indexing.DocumentEncoder}.
 */
package io.remine.operators.indexing;
