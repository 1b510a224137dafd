package dev.everfill.sink;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import java.util.List;
import java.util.Objects;

/** The write stage: derived topics to the target columns. */
public final class Write implements Stage {
  private final WriteSettings settings;

  public Write(WriteSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  @Override
  public void start() {
    throw new IllegalStateException("no loop for " + settings);
  }

  @Override
  public StageStatus status() {
    return new StageStatus(false, null, null, List.of());
  }

  @Override
  public void close() {}
}
