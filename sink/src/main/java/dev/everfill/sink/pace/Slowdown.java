package dev.everfill.sink.pace;

import java.time.Duration;

/**
 * By how much a utilization slows down: not at all below one half, then by a pause after each batch
 * in proportion to how long the batch held its rows, and at full utilization to the minimum, which
 * never is nothing: a few rows once a second. Pure.
 */
final class Slowdown {
  /** From here on a reason slows down, and is shown. */
  static final double FROM = 0.5;

  static final int LEAST_ROWS = 10;
  static final Duration MOST_DELAY = Duration.ofSeconds(1);

  private Slowdown() {}

  /**
   * Nanoseconds between the end of a batch and the next.
   *
   * @param heldNanos of that batch
   */
  static long delayNanos(double utilization, long heldNanos) {
    if (utilization < FROM) {
      return 0;
    }
    if (utilization >= 1) {
      return MOST_DELAY.toNanos();
    }
    double delay = heldNanos * utilization / (1 - utilization);
    return (long) Math.min(MOST_DELAY.toNanos(), delay);
  }

  /** How many of the wanted rows a batch may have. */
  static int rows(double utilization, int wanted) {
    return utilization >= 1 ? Math.min(wanted, LEAST_ROWS) : wanted;
  }
}
