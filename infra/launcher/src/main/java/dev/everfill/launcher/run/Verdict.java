package dev.everfill.launcher.run;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.launcher.verify.Difference;
import dev.everfill.launcher.verify.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a field: filled at which rate, and whether it is what its SELECT says.
 *
 * @param seconds from the start of its first work until it was live; −1 if unknown
 */
public record Verdict(FieldDefinition field, Result result, double seconds) {
  private static final int SHOWN = 10;

  /** Rows per second while it was filled; −1 if unknown. */
  public double ratePerSecond() {
    return seconds <= 0 ? -1 : result.rows() / seconds;
  }

  /** One line, and one for each of the first differences. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String rate =
        seconds <= 0
            ? ""
            : String.format(
                java.util.Locale.ROOT,
                ", live after %.1f s, %.0f rows/s",
                seconds,
                ratePerSecond());
    lines.add(
        String.format(
            java.util.Locale.ROOT,
            "%s: %s of %d rows (%.1f s)%s",
            field.name(),
            found(),
            result.rows(),
            result.took().toMillis() / 1000.0,
            rate));
    differences()
        .forEach(d -> lines.add("  " + d.describe(names(field.key()), names(field.values()))));
    if (result.mismatches() > differences().size()) {
      lines.add("  … and " + (result.mismatches() - differences().size()) + " more");
    }
    if (result.busy() > 0) {
      lines.add("  " + result.busy() + " rows were other ones at every look and do not count");
    }
    result.notes().forEach(note -> lines.add("  note: " + note));
    return lines;
  }

  private String found() {
    if (result.mismatches() == 0) {
      return "verified, 0 differ";
    }
    String repaired = result.repaired() == 0 ? "" : result.repaired() + " repaired, ";
    return result.same()
        ? "verified, " + repaired + "0 differ now"
        : repaired + "DIFFERS in " + result.left() + " rows";
  }

  private List<Difference> differences() {
    return result.differences().stream().limit(SHOWN).toList();
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** For {@code --json}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", field.name());
    json.put("rows", result.rows());
    json.put("mismatches", result.mismatches());
    json.put("repaired", result.repaired());
    json.put("left", result.left());
    json.put("busy", result.busy());
    json.put("ranges", result.ranges());
    json.put("notes", result.notes());
    json.put("verifySeconds", result.took().toMillis() / 1000.0);
    json.put("seconds", seconds < 0 ? null : Math.round(seconds * 1000) / 1000.0);
    json.put("ratePerSecond", seconds <= 0 ? null : Math.round(ratePerSecond() * 10) / 10.0);
    json.put("differences", differences().stream().map(this::json).toList());
    return json;
  }

  private Map<String, Object> json(Difference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", named(field.key(), difference.key()));
    json.put("expected", named(field.values(), difference.expected()));
    json.put("actual", named(field.values(), difference.actual()));
    return json;
  }

  private static Map<String, String> named(List<Column> columns, List<String> values) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      named.put(columns.get(i).name(), values.get(i));
    }
    return named;
  }
}
