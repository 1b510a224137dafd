package dev.everfill.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people read. Stateless. */
public final class Table {
  private static final String HEAD =
      String.format(
          "%-22s %8s %9s | %6s %7s %8s | %6s %6s %7s | %8s %6s %8s %7s",
          "", "seconds", "rows/s", "w p50", "w p99", "w max", "r p50", "r p95", "r max", "longest",
          "waits", "WAL MB", "differ");

  private Table() {}

  /** A line per window; latencies and the longest transaction in milliseconds. */
  public static List<String> lines(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    int number = 0;
    for (Felt idle : report.idles()) {
      lines.add(line("idle " + ++number, idle, ""));
    }
    for (Outcome outcome : report.outcomes()) {
      lines.add(line(outcome.name(), outcome.during(), rate(outcome)) + observed(outcome));
      if (outcome.writing().seconds() < outcome.during().seconds()) {
        lines.add(line("  while it writes", outcome.writing(), ""));
      }
    }
    if (report.throughput() != null) {
      lines.add("");
      lines.addAll(report.throughput().lines());
    }
    if (report.operations() != null) {
      lines.add("");
      lines.addAll(report.operations().lines());
    }
    return lines;
  }

  private static String rate(Outcome outcome) {
    return String.format(Locale.ROOT, "%.0f", outcome.rowsPerSecond());
  }

  private static String line(String name, Felt felt, String rate) {
    return String.format(
        Locale.ROOT,
        "%-22s %8.1f %9s | %6.1f %7.1f %8.1f | %6.1f %6.1f %7.1f |",
        name,
        felt.seconds(),
        rate,
        felt.writers().p50(),
        felt.writers().p99(),
        felt.writers().max(),
        felt.readers().p50(),
        felt.readers().p95(),
        felt.readers().max());
  }

  private static String observed(Outcome outcome) {
    return String.format(
        Locale.ROOT,
        " %8.1f %6d %8.1f %7d",
        outcome.observed().longestTransaction(),
        outcome.observed().lockWaits(),
        outcome.wal() / 1e6,
        outcome.differences());
  }
}
