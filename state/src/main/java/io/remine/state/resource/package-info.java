/**
 * Things with an end that several use: counted and closed with the last of them, and threads that are waited for. Knows
 * nothing of what is shared.
 */
package io.remine.state.resource;
