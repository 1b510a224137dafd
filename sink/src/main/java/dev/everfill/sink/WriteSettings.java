package dev.everfill.sink;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.PostgresSettings;
import java.util.List;
import java.util.Objects;

/**
 * What the write stage needs. The derived topics, the control schema (named like the pipeline) and
 * the fields' progress rows must be there before it starts.
 *
 * @param names the pipeline's; its name is also the control schema and the replication origin
 */
public record WriteSettings(
    TopicNames names, PostgresSettings target, KafkaSettings kafka, List<WriteField> fields) {
  public WriteSettings {
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(kafka, "kafka");
    fields = List.copyOf(fields);
  }
}
