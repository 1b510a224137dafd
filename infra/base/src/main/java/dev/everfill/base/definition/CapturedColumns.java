package dev.everfill.base.definition;

import java.util.List;
import java.util.Objects;

/**
 * What has to be captured of one table.
 *
 * @param columns the primary key and every column that a definition reads, in the table's order
 * @param computed whether a definition computes values from its rows; if not, it is a target whose
 *     rows' coming and going has to be known, and no more
 */
public record CapturedColumns(Table table, List<Column> columns, boolean computed) {
  public CapturedColumns {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
  }
}
