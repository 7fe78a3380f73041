/**
 * Looks at everything that the topic {@code index} holds and says what is wrong with it. In: records. Out: findings, for a
 * person. Knows no broker and serves nothing.
 */
package io.remine.state.verify;
