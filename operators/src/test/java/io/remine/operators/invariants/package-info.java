/** What must always hold, as classes that unit, integration and chaos tests share. */
package io.remine.operators.invariants;
