/**
 * From PostgreSQL to the change topics: the rows that are there and the changes that come, as one
 * stream. {@link dev.everfill.producer.Capture} is the stage; {@code stream} delivers the changes,
 * {@code chunk} reads the rows, {@code merge} decides which of both a reader may see, {@code
 * publish} writes to Kafka.
 */
package dev.everfill.producer;
