package dev.everfill.ops.metrics;

import dev.everfill.base.error.Reason;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.Metric;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.Snapshot;
import java.util.HashMap;
import java.util.Map;

/** Counts how often a field was seen to fail, by reason. Safe for all threads. */
final class Failures {
  private static final String FAILED = "failed";

  private final Instruments instruments;
  private final Map<String, String> last = new HashMap<>();

  Failures(Instruments instruments) {
    this.instruments = instruments;
  }

  /** Looks at every field; a failure that stays is counted once. */
  synchronized void see(Snapshot snapshot) {
    for (FieldView field : snapshot.fields()) {
      if (!last.containsKey(field.name())) {
        begin(field.name());
      }
      String now = field.state().equals(FAILED) ? reason(field) : "";
      String before = last.put(field.name(), now);
      if (!now.isEmpty() && !now.equals(before)) {
        count(field.name(), now).add(1);
      }
    }
  }

  /** So that the first failure is an increase. */
  private void begin(String field) {
    for (Reason reason : Reason.values()) {
      count(field, reason.code()).add(0);
    }
  }

  /** A word that is known: nothing else becomes a label. */
  private static String reason(FieldView field) {
    return Reason.of(field.reason()).orElse(Reason.INTERNAL).code();
  }

  private Instruments.Count count(String field, String reason) {
    return instruments.count(Metric.FIELD_FAILURES, field, reason);
  }
}
