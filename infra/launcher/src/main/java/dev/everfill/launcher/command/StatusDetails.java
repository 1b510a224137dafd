package dev.everfill.launcher.command;

import dev.everfill.base.status.FieldView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What there is to say of a field beside its row: only what is out of the ordinary. Pure. */
final class StatusDetails {
  private StatusDetails() {}

  static List<String> of(FieldView field) {
    List<String> lines = new ArrayList<>();
    if (field.paused() && !field.state().equals("paused")) {
      lines.add("  paused");
    }
    if (field.pace() != null && field.pace().overridden()) {
      lines.add("  " + pace(field.pace()));
    }
    if (field.quarantinedRows() > 0) {
      lines.add("  quarantine: " + field.quarantinedRows() + " rows");
    }
    if (field.verified() != null && field.verified().mismatches() > 0) {
      lines.add(
          "  verified at "
              + field.verified().at()
              + ": "
              + field.verified().mismatches()
              + " rows differ");
    }
    if (field.throttle() != null) {
      throttle(field.throttle(), lines);
    }
    return lines;
  }

  private static String pace(FieldView.Pace pace) {
    String rows = pace.rowsPerSecond() == null ? "unlimited" : pace.rowsPerSecond().toString();
    return String.format(
        Locale.ROOT,
        "pace: %s rows per second, rows held for %s ms at most",
        rows,
        millis(pace.maxHoldMillis()));
  }

  private static void throttle(FieldView.Throttle throttle, List<String> lines) {
    if (throttle.holdP50Millis() != null && throttle.batchRows() != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  writing: %d rows a batch, held %s ms (p50), %s ms (p99), throttle %.2f",
              throttle.batchRows(),
              millis(throttle.holdP50Millis()),
              millis(throttle.holdP99Millis()),
              throttle.utilization()));
    }
    for (FieldView.PaceView reason : throttle.reasons()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  slowed down by %s (%.2f): %s",
              reason.name(),
              reason.utilization(),
              reason.detail()));
    }
  }

  private static String millis(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
  }
}
