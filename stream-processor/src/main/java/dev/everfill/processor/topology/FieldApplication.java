package dev.everfill.processor.topology;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import java.nio.file.Path;
import java.util.List;

/** The Kafka Streams application of one field. */
public final class FieldApplication implements Stage {
  private final String name;

  public FieldApplication(
      TopicNames names, KafkaSettings kafka, Path state, FieldDefinition field, int threads) {
    this.name = field.name();
  }

  @Override
  public void start() {}

  @Override
  public StageStatus status() {
    return new StageStatus(
        false, null, null, List.of(new StageStatus.Progress(name, 0, -1, false, false, 0)));
  }

  @Override
  public void close() {}
}
