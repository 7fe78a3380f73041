/**
 * The whole loop on real text in one process: WordNet's glosses go in as documents, simulated readers look words up and
 * click, and the retriever that is trained on their clicks is compared with the one that is not.
 *
 * <p>In flows nothing but settings; out flow a line that keeps itself current, a table and a report. Everything between
 * passes through Kafka as any producer's records would. The pace and the figures are pure and know neither Kafka nor Flink.
 */
package io.remine.streams.demo;
