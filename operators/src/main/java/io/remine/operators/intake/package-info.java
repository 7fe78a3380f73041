/**
 * The contract with producers: records as they come from Kafka become values, or dead letters with a reason. Knows the JSON,
 * not what is done with the values.
 */
package io.remine.operators.intake;
