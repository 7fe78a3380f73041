/** The Kafka topics of a deployment: their names, what is kept in them, and how they are made. */
package io.remine.streams.topics;
