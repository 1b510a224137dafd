package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldControl;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A pace that was set while running, in words and as JSON. Pure. */
final class PaceText {
  private PaceText() {}

  static String rows(OptionalLong rows) {
    if (rows.isEmpty()) {
      return "rows per second as configured";
    }
    return rows.getAsLong() == FieldControl.UNLIMITED
        ? "unlimited rows per second"
        : rows.getAsLong() + " rows per second";
  }

  static String hold(Optional<Duration> hold) {
    return hold.map(one -> "rows held for " + millis(one) + " ms at most")
        .orElse("max-hold as configured");
  }

  /** A rate is a number or "unlimited"; null is what the configuration says. */
  static Map<String, Object> json(OptionalLong rows, Optional<Duration> hold) {
    Map<String, Object> json = new LinkedHashMap<>();
    Object rate = null;
    if (rows.isPresent()) {
      rate = rows.getAsLong() == FieldControl.UNLIMITED ? "unlimited" : (Object) rows.getAsLong();
    }
    json.put("rowsPerSecond", rate);
    json.put("maxHoldMillis", hold.map(PaceText::millis).orElse(null));
    return json;
  }

  static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
