package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** What bounds the writing of a field, as the configuration says, for the plan. Pure. */
final class PlanPace {
  private PlanPace() {}

  /**
   * The bounds by their keys in the configuration.
   *
   * @param pipeline what holds for a field that states no pace of its own; its rows per second
   *     bound all fields together, on all instances
   */
  static Map<String, String> of(PipelineConfig.Pace pipeline, PipelineConfig.Field field) {
    PipelineConfig.Pace pace = field.pace() == null ? pipeline : field.pace();
    Map<String, String> plan = new LinkedHashMap<>();
    plan.put("max-hold", "rows are held for " + PaceText.millis(pace.maxHold()) + " ms at most");
    plan.put("rows-per-second", rows(pipeline, pace, field.pace() != null));
    plan.put(
        "replica-lag",
        "slower from a lag of "
            + PaceText.millis(pace.replicaLag().dividedBy(2))
            + " ms on, slowest at "
            + PaceText.millis(pace.replicaLag())
            + " ms");
    plan.put(
        "query",
        pace.query() == null ? "none" : "asked every second, slowest at 1: " + pace.query());
    return plan;
  }

  private static String rows(
      PipelineConfig.Pace pipeline, PipelineConfig.Pace pace, boolean ofTheField) {
    String all =
        pipeline.rowsPerSecond().map(n -> n + " by all fields together").orElse("unlimited");
    if (!ofTheField || pace.rowsPerSecond().equals(pipeline.rowsPerSecond())) {
      return all;
    }
    return pace.rowsPerSecond().map(n -> n + " by this field").orElse("unlimited for this field")
        + ", "
        + all;
  }
}
