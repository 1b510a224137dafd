package dev.everfill.launcher.command;

import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A snapshot for people: what is wrong, a row per field (or a few lines, where there is no room),
 * what there is to say of each, the slot, who runs. Pure.
 */
final class StatusPage {
  /** From here on the table fits. */
  static final int WIDE = 110;

  private static final String FORM = "%-36s %-12s %7s %19s %9s %7s %7s  %s";

  private StatusPage() {}

  /**
   * @param width in columns
   */
  static List<String> lines(Snapshot snapshot, int width) {
    List<String> lines = new ArrayList<>();
    if (snapshot.trouble() != null) {
      lines.add("TROUBLE " + snapshot.trouble().reason() + ": " + snapshot.trouble().message());
      lines.add("  since " + snapshot.trouble().since());
      lines.add("");
    }
    if (width >= WIDE) {
      lines.add(row("FIELD", "STATE", "PERCENT", "ROWS", "RATE/S", "ETA/S", "AGE/S", "REASON"));
    }
    for (FieldView field : snapshot.fields()) {
      lines.addAll(width >= WIDE ? List.of(row(field)) : card(field));
      lines.addAll(StatusDetails.of(field));
    }
    lines.add("");
    slot(snapshot.slot(), lines);
    snapshot.instances().forEach(instance -> lines.add(instance(instance)));
    if (snapshot.instances().stream().noneMatch(InstanceView::running)) {
      lines.add("no process runs this pipeline");
    }
    return lines;
  }

  private static String row(FieldView field) {
    return row(
        field.name(),
        field.state(),
        percent(field),
        rows(field),
        orDash(field.ratePerSecond()),
        orDash(field.etaSeconds()),
        orDash(field.freshnessSeconds()),
        reason(field));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, FORM, cells).stripTrailing();
  }

  private static List<String> card(FieldView field) {
    List<String> lines = new ArrayList<>();
    lines.add(field.name() + "  " + field.state());
    String rate = field.ratePerSecond() == null ? "" : ", " + orDash(field.ratePerSecond()) + "/s";
    String left = field.etaSeconds() == null ? "" : ", " + orDash(field.etaSeconds()) + " s left";
    lines.add("  " + percent(field) + " %, " + rows(field) + rate + left);
    if (!reason(field).isEmpty()) {
      lines.add("  " + reason(field));
    }
    return lines;
  }

  private static String percent(FieldView field) {
    return String.format(Locale.ROOT, "%.1f", field.percent());
  }

  private static String rows(FieldView field) {
    String total = field.rowsTotal() == null ? "?" : field.rowsTotal().toString();
    return field.rowsProcessed() + "/" + total;
  }

  private static String orDash(Double value) {
    return value == null ? "-" : String.valueOf(Math.round(value));
  }

  private static String reason(FieldView field) {
    if (field.reason() == null) {
      return "";
    }
    return field.reason() + (field.error() == null ? "" : ": " + field.error());
  }

  private static void slot(SlotView slot, List<String> lines) {
    if (slot != null) {
      lines.add(
          "slot "
              + slot.name()
              + ": "
              + slot.status()
              + (slot.retainedWalBytes() == null
                  ? ""
                  : ", keeps back " + Bytes.text(slot.retainedWalBytes()) + " of log")
              + (slot.safeWalBytes() == null
                  ? ""
                  : ", lost after " + Bytes.text(slot.safeWalBytes()) + " more"));
    }
  }

  private static String instance(InstanceView one) {
    String seen = one.running() ? "runs" : "last heard of at " + one.seenAt();
    return String.format(
        Locale.ROOT,
        "instance %s: %s on %s (%d), connections %d/%d%s",
        one.id(),
        seen,
        one.host(),
        one.pid(),
        one.connections().reserved(),
        one.connections().cap(),
        one.connections().nearCap() ? ", near the cap" : "");
  }
}
