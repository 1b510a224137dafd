package dev.everfill.launcher.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a verification has found so far. Not safe for several threads. */
final class Findings {
  private final int shown;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private long rows;
  private long ranges;
  private long mismatches;
  private long repaired;
  private long busy;

  /**
   * @param shown differences that are kept
   */
  Findings(int shown) {
    this.shown = shown;
  }

  void compared(long more) {
    rows += more;
    ranges++;
  }

  long ranges() {
    return ranges;
  }

  void differ(List<Difference> wrong) {
    mismatches += wrong.size();
    wrong.stream().limit(shown - differences.size()).forEach(differences::add);
  }

  /** Rows that differ and were not brought back. */
  void uncounted(long more) {
    mismatches += more;
  }

  long repaired() {
    return repaired;
  }

  void repaired(long more) {
    repaired += more;
  }

  void busy(long more) {
    busy += more;
  }

  void note(String note) {
    notes.add(note);
  }

  Result result(Duration took) {
    return new Result(
        rows, mismatches, repaired, busy, differences, ranges, took, List.copyOf(notes));
  }
}
