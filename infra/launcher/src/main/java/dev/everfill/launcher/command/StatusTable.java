package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The state of the fields as a table or as JSON. Pure. */
final class StatusTable {
  private static final String FORM = "%-36s %-12s %7s %19s %9s %7s %7s  %s";

  private StatusTable() {}

  static List<String> lines(List<FieldStatus> statuses, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(row("FIELD", "STATE", "PERCENT", "ROWS", "RATE/S", "ETA/S", "AGE/S", "REASON"));
    statuses.forEach(status -> lines.add(line(status, now)));
    return lines;
  }

  private static String line(FieldStatus status, Instant now) {
    String total = status.rowsTotal() == null ? "?" : status.rowsTotal().toString();
    String reason =
        status.reason() == null
            ? ""
            : status.reason() + (status.message() == null ? "" : ": " + status.message());
    return row(
        status.field().name(),
        status.state().word(),
        status.percent().toPlainString(),
        status.rowsDone() + "/" + total,
        shown(rate(status, now)),
        shown(eta(status, now)),
        shown(freshness(status, now)),
        reason);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, FORM, cells).stripTrailing();
  }

  private static String shown(Number value) {
    return value == null ? "-" : String.valueOf(Math.round(value.doubleValue()));
  }

  /** The shape of a field in the API; what is not known is null. */
  static Map<String, Object> json(FieldStatus status, Instant now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", status.field().name());
    json.put("state", status.state().word());
    json.put("reason", status.reason());
    json.put("generation", status.field().generation());
    json.put("rowsProcessed", status.rowsDone());
    json.put("rowsTotal", status.rowsTotal());
    json.put("ratePerSecond", rate(status, now));
    json.put("etaSeconds", eta(status, now));
    json.put("freshnessSeconds", freshness(status, now));
    json.put("startedAt", text(status.startedAt()));
    json.put("updatedAt", text(status.updatedAt()));
    json.put("endedAt", text(status.endedAt()));
    json.put("error", status.state() == FieldState.FAILED ? status.message() : null);
    json.put("verified", status.verifiedAt() == null ? null : verified(status));
    return json;
  }

  private static Map<String, Object> verified(FieldStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", text(status.verifiedAt()));
    json.put("rows", status.verifiedRows());
    json.put("mismatches", status.mismatches());
    return json;
  }

  private static String text(Instant at) {
    return at == null ? null : at.toString();
  }

  /** Rows settled per second since the start; null unless it is being filled. */
  private static Double rate(FieldStatus status, Instant now) {
    if (status.state() != FieldState.BACKFILLING || status.startedAt() == null) {
      return null;
    }
    double seconds = Duration.between(status.startedAt(), now).toMillis() / 1000.0;
    return seconds <= 0 ? null : Math.round(status.rowsDone() / seconds * 10) / 10.0;
  }

  private static Long eta(FieldStatus status, Instant now) {
    Double rate = rate(status, now);
    if (rate == null || rate == 0 || status.rowsTotal() == null) {
      return null;
    }
    return (long) Math.ceil(Math.max(0, status.rowsTotal() - status.rowsDone()) / rate);
  }

  /** Since its level or rows last moved on; null until it is live. */
  private static Double freshness(FieldStatus status, Instant now) {
    boolean known = status.live() && status.updatedAt() != null;
    return known
        ? Math.max(0, Duration.between(status.updatedAt(), now).toMillis()) / 1000.0
        : null;
  }
}
