package dev.everfill.launcher.verify;

import java.time.Duration;

/**
 * How many rows the next range has, so that it takes about a second. Pure.
 *
 * @param rows of the next range, ≥ 1
 * @param least below which ranges cost more than they save, ≥ 1
 * @param most above which they are too much at once
 */
record RangeSize(long rows, long least, long most) {
  static final Duration GOAL = Duration.ofSeconds(1);
  private static final long FIRST = 1_000;
  private static final long MOST = 1_000_000;
  private static final int STEP = 4;

  /** For the first range: small, as nothing is known yet. */
  static RangeSize first(long least) {
    return new RangeSize(Math.max(FIRST, least), least, Math.max(MOST, least));
  }

  /**
   * After a range of this size: nearer to the goal, by a factor of four at most in either
   * direction, since one measurement may be an accident.
   */
  RangeSize after(Duration took) {
    double factor = (double) GOAL.toNanos() / Math.max(1, took.toNanos());
    double bounded = Math.max(1.0 / STEP, Math.min(STEP, factor));
    long wanted = (long) (rows * bounded);
    return new RangeSize(Math.min(most, Math.max(Math.min(least, most), wanted)), least, most);
  }

  /** After a range that was too much at once: none will be as large again. */
  RangeSize smaller() {
    long less = Math.max(1, rows / STEP);
    return new RangeSize(less, least, less);
  }
}
