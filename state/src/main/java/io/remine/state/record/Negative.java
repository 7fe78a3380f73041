package io.remine.state.record;

/** Somebody says that this document or text does not answer this query. The same (query, document or text) counts once. */
public record Negative(QueryId query, SuppliedNegative supplied) {}
