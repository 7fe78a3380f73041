package io.remine.streams.beir;

/**
 * A document of a corpus.
 *
 * @param text its title and its text
 */
public record Document(String id, String text) {}
