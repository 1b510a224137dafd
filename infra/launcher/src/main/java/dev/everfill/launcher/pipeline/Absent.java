package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import java.util.List;

/** A stage that runs in another process. */
enum Absent implements Stage {
  STAGE;

  private static final StageStatus STATUS = new StageStatus(false, null, null, List.of());

  @Override
  public void start() {
    // There is nothing to start here.
  }

  @Override
  public StageStatus status() {
    return STATUS;
  }

  @Override
  public void close() {
    // There is nothing to stop here.
  }
}
