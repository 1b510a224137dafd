package dev.everfill.launcher.verify;

import java.time.Duration;
import java.util.List;

/**
 * What a comparison found.
 *
 * @param rows target rows compared
 * @param mismatches rows that differ
 * @param differences the first of them, in key order
 * @param took how long PostgreSQL worked
 */
public record Result(long rows, long mismatches, List<Difference> differences, Duration took) {
  public Result {
    differences = List.copyOf(differences);
  }

  /** Whether every row is what its SELECT says. */
  public boolean same() {
    return mismatches == 0;
  }
}
