package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.launcher.eta.Eta;
import dev.everfill.launcher.feed.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A status report for people: a table of fields, what there is to say of each, who runs. Pure. */
final class StatusTable {
  private static final String FORM = "%-36s %-12s %7s %19s %9s %7s %7s  %s";

  private StatusTable() {}

  static List<String> lines(StatusReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(row("FIELD", "STATE", "PERCENT", "ROWS", "RATE/S", "ETA/S", "AGE/S", "REASON"));
    for (FieldStatus field : report.fields()) {
      lines.add(line(report, field));
      lines.addAll(more(report, field));
    }
    lines.add("");
    report.instances().forEach(instance -> lines.add(line(instance)));
    if (report.instances().stream().noneMatch(StatusReport::runs)) {
      lines.add("no process runs this pipeline");
    }
    return lines;
  }

  private static String line(StatusReport report, FieldStatus status) {
    FieldRate rate = report.rate(status);
    String total = status.rowsTotal() == null ? "?" : status.rowsTotal().toString();
    String reason =
        status.reason() == null
            ? ""
            : status.reason() + (status.message() == null ? "" : ": " + status.message());
    Double age = report.freshness(status);
    return row(
        status.field().name(),
        status.state().word(),
        status.percent().toPlainString(),
        status.rowsDone() + "/" + total,
        rate.rowsPerSecond() > 0 ? String.valueOf(Math.round(rate.rowsPerSecond())) : "-",
        rate.etaSeconds().isPresent()
            ? String.valueOf(Eta.shown(rate.etaSeconds().getAsDouble()))
            : "-",
        age == null ? "-" : String.valueOf(Math.round(age)),
        reason);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, FORM, cells).stripTrailing();
  }

  /** Only what is out of the ordinary, and how it is being written. */
  private static List<String> more(StatusReport report, FieldStatus status) {
    List<String> lines = new ArrayList<>();
    FieldControl control = status.control();
    if (control.rowsPerSecond().isPresent() || control.maxHold().isPresent()) {
      lines.add(
          "  pace: "
              + PaceText.rows(control.rowsPerSecond())
              + ", "
              + PaceText.hold(control.maxHold()));
    }
    if (status.quarantinedRows() > 0) {
      lines.add("  quarantine: " + status.quarantinedRows() + " rows");
    }
    for (ThrottleStatus one : report.throttles(status)) {
      lines.add("  " + writing(one));
    }
    for (PaceReason reason : report.reasons(status)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  slowed down by %s (%.2f): %s",
              reason.name(),
              reason.utilization(),
              reason.detail()));
    }
    return lines;
  }

  private static String writing(ThrottleStatus one) {
    return String.format(
        Locale.ROOT,
        "writing: %d rows a batch, held %.1f ms (p50), %.1f ms (p99), %.0f rows/s changed,"
            + " throttle %.2f, by %s",
        one.batchRows(),
        PaceText.millis(one.holdP50()),
        PaceText.millis(one.holdP99()),
        one.rowsPerSecond(),
        one.utilization(),
        one.instance());
  }

  private static String line(InstanceStatus one) {
    return String.format(
        Locale.ROOT,
        "instance %s: %s, connections %d/%d%s",
        one.id(),
        StatusReport.runs(one) ? "runs" : "not heard of for " + Math.round(one.age()) + " s",
        one.connections().reserved(),
        one.connections().cap(),
        one.connections().nearCap() ? ", near the cap" : "");
  }
}
