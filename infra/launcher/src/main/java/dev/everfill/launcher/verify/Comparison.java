package dev.everfill.launcher.verify;

import java.time.Duration;
import java.util.List;

/**
 * What one statement found.
 *
 * @param rows target rows compared
 * @param mismatches rows that differ
 * @param differences the first of them, in key order
 * @param took how long PostgreSQL worked
 */
record Comparison(long rows, long mismatches, List<Difference> differences, Duration took) {
  Comparison {
    differences = List.copyOf(differences);
  }

  /** Whether not all rows that differ were brought back. */
  boolean overflows() {
    return mismatches > differences.size();
  }
}
