package dev.everfill.launcher.verify;

import java.time.Duration;
import java.util.List;

/**
 * What a verification found.
 *
 * @param rows target rows compared
 * @param mismatches rows that differed for good, before any repair
 * @param repaired of these, how many were written again and are right now
 * @param busy rows that were different at every look and never stayed the same, so that nobody can
 *     say; they do not count
 * @param differences the first rows that differed, in the order in which they were found
 * @param ranges in how many parts the rows were compared
 * @param took from beginning to end
 * @param notes what limits the meaning of the above, for people
 */
public record Result(
    long rows,
    long mismatches,
    long repaired,
    long busy,
    List<Difference> differences,
    long ranges,
    Duration took,
    List<String> notes) {
  public Result {
    differences = List.copyOf(differences);
    notes = List.copyOf(notes);
  }

  /** Rows that are still not what their SELECT says. */
  public long left() {
    return mismatches - repaired;
  }

  /** Whether every row is what its SELECT says, now. */
  public boolean same() {
    return left() == 0;
  }
}
