package dev.everfill.processor;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.Trial;
import dev.everfill.processor.topology.FieldApplication;
import dev.everfill.processor.topology.FieldTopology;
import java.util.Optional;

/**
 * Computes one field: reads the change topics of its tables and writes its derived topic, exactly
 * once. All topics of {@link ComputeTopics} must exist before {@link #start}. Safe for all threads.
 */
public final class Compute implements Stage {
  private final FieldApplication application;

  public Compute(ComputeSettings settings) {
    this.application =
        new FieldApplication(
            settings.names(),
            settings.kafka(),
            settings.stateDirectory(),
            settings.field(),
            settings.threads(),
            settings.instruments());
  }

  /**
   * Why a field cannot be computed, found out without Kafka: everything is built and compiled as
   * for one partition, then thrown away.
   *
   * @return for people; empty if the field can be computed
   */
  public static Optional<String> refusal(FieldDefinition field, TopicNames names) {
    try {
      FieldTopology.build(field, names, 1);
      Trial.run(names, field);
      return Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  @Override
  public void start() {
    application.start();
  }

  @Override
  public StageStatus status() {
    return application.status();
  }

  @Override
  public void close() {
    application.close();
  }
}
