package dev.everfill.sink;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.postgres.PostgresSettings;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What the write stage needs. The derived topics, the control schema (named like the pipeline) and
 * the fields' progress rows must be there before it starts.
 *
 * @param names the pipeline's; its name is also the control schema and the replication origin
 * @param rowsPerSecond rows changed in any second at most, by all fields and on all instances
 *     together, ≥ 1; empty for no bound
 * @param instance names this writer in the control schema, unlike all others, also in the same
 *     process
 * @param instruments what it records into
 */
public record WriteSettings(
    TopicNames names,
    PostgresSettings target,
    KafkaSettings kafka,
    List<WriteField> fields,
    OptionalLong rowsPerSecond,
    String instance,
    Instruments instruments) {
  /** Recorded nowhere. */
  public WriteSettings(
      TopicNames names,
      PostgresSettings target,
      KafkaSettings kafka,
      List<WriteField> fields,
      OptionalLong rowsPerSecond,
      String instance) {
    this(names, target, kafka, fields, rowsPerSecond, instance, Instruments.NONE);
  }

  /** Without a bound on all fields together, under a name that nobody else has. */
  public WriteSettings(
      TopicNames names, PostgresSettings target, KafkaSettings kafka, List<WriteField> fields) {
    this(names, target, kafka, fields, OptionalLong.empty(), UUID.randomUUID().toString());
  }

  public WriteSettings {
    Objects.requireNonNull(rowsPerSecond, "rowsPerSecond");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(instruments, "instruments");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(kafka, "kafka");
    fields = List.copyOf(fields);
  }
}
