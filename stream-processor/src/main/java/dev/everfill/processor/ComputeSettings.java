package dev.everfill.processor;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.metrics.Instruments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What the computation of one field needs.
 *
 * @param stateDirectory shared by all fields of a process; each uses a folder of its own in it. A
 *     cache: what is deleted is restored from Kafka
 * @param threads that compute, ≥ 1
 * @param instruments what it records into
 */
public record ComputeSettings(
    TopicNames names,
    KafkaSettings kafka,
    Path stateDirectory,
    FieldDefinition field,
    int threads,
    Instruments instruments) {
  /** Recorded nowhere. */
  public ComputeSettings(
      TopicNames names,
      KafkaSettings kafka,
      Path stateDirectory,
      FieldDefinition field,
      int threads) {
    this(names, kafka, stateDirectory, field, threads, Instruments.NONE);
  }

  public ComputeSettings {
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(stateDirectory, "stateDirectory");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(instruments, "instruments");
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1 but was " + threads);
    }
  }
}
