package io.remine.streams.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * An encoder measured at a point of the stream.
 *
 * @param examples how many it has been trained on
 * @param dev empty if the collection has no such split
 * @param rankings of the test queries
 */
record Measured(long examples, Measures test, Optional<Measures> dev, List<List<TestSearch.Found>> rankings) {}
