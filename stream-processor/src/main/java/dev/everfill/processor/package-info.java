/**
 * The compute stage: one Kafka Streams application per field turns change topics into its derived
 * topic. {@link dev.everfill.processor.Compute} is the way in.
 */
package dev.everfill.processor;
