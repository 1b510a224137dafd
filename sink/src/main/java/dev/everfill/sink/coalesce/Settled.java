package dev.everfill.sink.coalesce;

import java.util.List;

/** A row and what became of it. */
public record Settled(Pending row, Outcome outcome) {
  /** How many rows there are of each outcome, by its ordinal. */
  public static int[] count(List<Settled> rows) {
    int[] counts = new int[Outcome.values().length];
    for (Settled row : rows) {
      counts[row.outcome().ordinal()]++;
    }
    return counts;
  }
}
