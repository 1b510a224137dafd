package dev.everfill.base.definition;

import java.util.List;
import java.util.Objects;

/**
 * What has to be captured of one table.
 *
 * @param columns the primary key and every column that a definition reads, in the table's order
 */
public record CapturedColumns(Table table, List<Column> columns) {
  public CapturedColumns {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
  }
}
