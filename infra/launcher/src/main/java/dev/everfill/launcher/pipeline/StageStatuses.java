package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  /** What the first stage that waits waits for, in the order of a row's way; null if none does. */
  public String waitingFor() {
    List<StageStatus> all = new ArrayList<>();
    all.add(capture);
    all.addAll(compute.values());
    all.add(write);
    return all.stream()
        .filter(Objects::nonNull)
        .map(StageStatus::waitingFor)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
