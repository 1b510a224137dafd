package dev.everfill.sink;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.PostgresSettings;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What the write stage needs. The derived topics, the control schema (named like the pipeline) and
 * the fields' progress rows must be there before it starts.
 *
 * @param names the pipeline's; its name is also the control schema and the replication origin
 * @param rowsPerSecond rows changed in any second at most, by all fields and on all instances
 *     together, ≥ 1; empty for no bound
 */
public record WriteSettings(
    TopicNames names,
    PostgresSettings target,
    KafkaSettings kafka,
    List<WriteField> fields,
    OptionalLong rowsPerSecond) {
  /** Without a bound on all fields together. */
  public WriteSettings(
      TopicNames names, PostgresSettings target, KafkaSettings kafka, List<WriteField> fields) {
    this(names, target, kafka, fields, OptionalLong.empty());
  }

  public WriteSettings {
    Objects.requireNonNull(rowsPerSecond, "rowsPerSecond");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(kafka, "kafka");
    fields = List.copyOf(fields);
  }
}
