package dev.everfill.producer.publish;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import dev.everfill.producer.CapturedTable;
import java.util.stream.Collectors;

/**
 * How far the reading of a table has come; what is said here has been published.
 *
 * @param columns the captured columns and their types: rows that were read for other columns have
 *     to be read again
 * @param partitions whose rows these are, in a form that tells when they are others; empty if the
 *     table has none
 * @param rows read so far
 * @param last the key of the last row that was read; null before the first
 * @param complete all rows have been read
 */
public record TableProgress(
    TableName table, String columns, String partitions, long rows, Key last, boolean complete) {

  /** Nothing has been read yet. */
  public static TableProgress none(CapturedTable table, String partitions) {
    return new TableProgress(table.table().name(), columnsOf(table), partitions, 0, null, false);
  }

  /** The same, of other partitions. */
  public TableProgress of(String otherPartitions) {
    return new TableProgress(table, columns, otherPartitions, rows, last, complete);
  }

  /** Whether this says something of what is captured now. */
  public boolean isFor(CapturedTable captured) {
    return columns.equals(columnsOf(captured));
  }

  /** After another chunk. */
  public TableProgress plus(long more, Key newLast, boolean nowComplete) {
    return new TableProgress(
        table, columns, partitions, rows + more, newLast == null ? last : newLast, nowComplete);
  }

  private static String columnsOf(CapturedTable table) {
    return table.columns().stream()
        .map(column -> column.name() + " " + column.type().name())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
