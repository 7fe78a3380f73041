/**
 * How good a ranking is: metrics of one query, their sums over a stream, and whether two retrievers differ. Knows neither
 * models nor Flink.
 */
package io.remine.state.evaluation;
