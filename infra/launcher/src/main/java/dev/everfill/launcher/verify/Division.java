package dev.everfill.launcher.verify;

import java.util.List;
import java.util.Locale;

/**
 * Into how large ranges a comparison may be divided. Where PostgreSQL can restrict the SELECT to a
 * range of the key, a range costs what its rows cost. Where it cannot, each range costs a part of
 * the whole beside; then there are only so many that all these parts together cost the whole once
 * more. Pure but for {@link #of}.
 *
 * @param least rows of a range
 * @param whole there is only one range
 * @param fixed what a range costs however small it is, in parts of the whole; 0 to 1
 */
record Division(long least, boolean whole, double fixed) {
  private static final int PROBE = 1_000;
  private static final double NOTABLE = 0.02;
  private static final double HALF = 0.5;

  /** Asks the planner what the first rows cost, and what all cost. */
  static Division of(Comparisons comparisons, TargetKeys target, KeySql keys)
      throws Reading.TooLong {
    List<String> until = target.last(null, PROBE);
    if (until == null) {
      return new Division(PROBE, true, 0);
    }
    double some = comparisons.cost(new Extent.Range(null, until));
    double all = comparisons.cost(new Extent.Whole());
    return of(comparisons.estimate(keys), some / Math.max(all, 1));
  }

  /**
   * @param rows of the target
   * @param share what {@code PROBE} of them cost, in parts of what all cost
   */
  static Division of(long rows, double share) {
    double proportional = Math.min(1, (double) PROBE / Math.max(rows, 1));
    double fixed =
        proportional >= 1
            ? 0
            : Math.max(0, Math.min(1, (share - proportional) / (1 - proportional)));
    long least = Math.max(PROBE, (long) Math.ceil(rows * fixed));
    return new Division(least, fixed >= HALF && least > PROBE, fixed);
  }

  /** Whether a range costs notably more than its rows. */
  boolean coarse() {
    return fixed > NOTABLE && least > PROBE;
  }

  /** For people. */
  String note() {
    return String.format(
        Locale.ROOT,
        "PostgreSQL cannot compute the SELECT for a range of keys by itself: even a small range"
            + " costs %.0f %% of the whole, so there were fewer and larger ranges. An index on the"
            + " columns by which the SELECT groups or joins may help",
        100 * fixed);
  }
}
