/**
 * Delivers the changes. The only package that meets Debezium and Kafka Connect; what leaves it are
 * {@link dev.everfill.producer.stream.StreamRecord}s.
 */
package dev.everfill.producer.stream;
