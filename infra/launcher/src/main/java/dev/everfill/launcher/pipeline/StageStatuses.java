package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the stages of this process say of themselves.
 *
 * @param capture null if it does not run here; so is {@code write}
 * @param compute by the field's name; empty if none runs here
 */
public record StageStatuses(
    StageStatus capture, Map<String, StageStatus> compute, StageStatus write) {
  public StageStatuses {
    compute = new LinkedHashMap<>(compute);
  }
}
