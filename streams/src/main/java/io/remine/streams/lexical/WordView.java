package io.remine.streams.lexical;

import io.remine.state.live.View;

/** A view and the words of its documents: what a search by both sees from beginning to end. Valid while its lease is held. */
public record WordView(View view, WordIndex words) {}
