package dev.everfill.sink.coalesce;

import java.util.List;

/**
 * What one partition puts into a batch.
 *
 * @param rows of the backlog; none if there is only a level, or a number of rows, to store
 */
public record Part(Backlog backlog, List<Pending> rows) {
  public Part {
    rows = List.copyOf(rows);
  }

  /** Whether its rows may be written, with nothing else to note than progress. */
  public boolean isPlain() {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> row.refusal() == null)
        && backlog.stored().quarantinedRows() == 0
        && backlog.stored().highOffset() > 0;
  }
}
