package dev.everfill.processor;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.processor.topology.FieldApplication;

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
            settings.threads());
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
