/**
 * Which version serves: the records of the topic {@code releases}. Who decides is in {@code operators}; who obeys, in
 * {@code live}.
 */
package io.remine.state.release;
