/**
 * What a field's computation does with each change, as plain classes over {@link
 * dev.everfill.processor.state.OrderedStore}: joins by foreign key, aggregates, and the settling of
 * target rows. They know nothing of Kafka Streams; each belongs to one partition and is used by one
 * thread at a time.
 *
 * <p><b>Levels.</b> Every operator keeps the highest level of each of its inputs and upstream
 * partitions ({@link dev.everfill.processor.operator.LevelTracker}). Its own level is the least of
 * them. Until it has one it only records what comes; at its first one it sends on everything that
 * it has, once; afterwards every change at once. State, output and input offsets are committed in
 * one Kafka transaction, so a restart in between neither loses nor doubles.
 */
package dev.everfill.processor.operator;
