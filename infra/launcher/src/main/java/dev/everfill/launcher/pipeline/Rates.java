package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.launcher.eta.Eta;
import dev.everfill.launcher.eta.RowRate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast each field's rows are settled: what this process does is measured here, what the others
 * do is told by the {@link Heartbeat}. Safe for all threads.
 */
final class Rates {
  private final Map<String, RowRate> own = new HashMap<>();
  private final Map<String, Double> perSecond = new HashMap<>();
  private Map<FieldRef, Double> others = Map.of();

  Rates(List<FieldDefinition> fields) {
    fields.forEach(field -> own.put(field.name(), new RowRate()));
  }

  /**
   * Notes how far this process has written; several times a second.
   *
   * @param nanos the monotonic clock
   */
  synchronized void measure(List<Progress> written, long nanos) {
    for (Progress field : written) {
      RowRate rate = own.get(field.name());
      if (rate != null) {
        rate.at(nanos, field.done(), field.handled());
        perSecond.put(field.name(), rate.perSecond(nanos));
      }
    }
  }

  synchronized void others(Map<FieldRef, Double> told) {
    others = Map.copyOf(told);
  }

  /** What this process settles, with the time that all together need. */
  synchronized FieldRate ofThisProcess(FieldStatus status) {
    double mine = perSecond.getOrDefault(status.field().name(), 0.0);
    return new FieldRate(status.field(), mine, of(status).etaSeconds());
  }

  /** What all processes settle together. */
  synchronized FieldRate of(FieldStatus status) {
    double all =
        perSecond.getOrDefault(status.field().name(), 0.0)
            + others.getOrDefault(status.field(), 0.0);
    return Eta.of(status, all);
  }
}
