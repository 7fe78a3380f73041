/**
 * What must hold whatever is killed, each promise as a class: unit tests, integration tests and chaos runs show the same
 * objects what they see, versions and answers, and ask at the end what came of it. They judge only what anybody outside can
 * read, and share no code with what they judge.
 */
package io.remine.state.invariant;
