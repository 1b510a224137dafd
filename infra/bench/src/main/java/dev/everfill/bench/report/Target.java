package dev.everfill.bench.report;

/**
 * A bound that Everfill promises to keep.
 *
 * @param measured in the unit of the bound
 */
public record Target(String what, double measured, double bound, String unit, boolean holds) {
  static Target atMost(String what, double measured, double bound, String unit) {
    return new Target(what, measured, bound, unit, measured <= bound);
  }

  static Target atLeast(String what, double measured, double bound, String unit) {
    return new Target(what, measured, bound, unit, measured >= bound);
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%-5s %s: %.2f %s, bound %.2f",
        holds ? "holds" : "FAILS",
        what,
        measured,
        unit,
        bound);
  }
}
