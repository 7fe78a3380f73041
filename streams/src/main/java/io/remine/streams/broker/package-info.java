/** Kafka brokers of this machine: what each is told, and the formatting of its directory. In whichever process it runs. */
package io.remine.streams.broker;
