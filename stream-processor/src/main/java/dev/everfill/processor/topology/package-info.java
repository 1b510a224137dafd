/**
 * A field's plan as a Kafka Streams topology; the only package that meets the Streams API. Each
 * place where data of one partitioning comes together is one processor; what happens there is left
 * to the operators of {@link dev.everfill.processor.operator}.
 */
package dev.everfill.processor.topology;
