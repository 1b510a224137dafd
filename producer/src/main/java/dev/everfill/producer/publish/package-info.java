/** Writes to Kafka, in transactions, and reads back how far it came. */
package dev.everfill.producer.publish;
