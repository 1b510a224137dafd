package dev.everfill.producer;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Table;
import java.util.List;

/**
 * A table and what is needed of it.
 *
 * @param table with a primary key
 * @param columns what definitions read, the primary key's columns among them; the order in which
 *     records name them
 * @param computed whether values are computed from its rows; if not, only their coming and going
 *     matters
 */
public record CapturedTable(Table table, List<Column> columns, boolean computed) {
  /** A table from whose rows values are computed. */
  public CapturedTable(Table table, List<Column> columns) {
    this(table, columns, true);
  }

  public CapturedTable {
    columns = List.copyOf(columns);
    if (table.primaryKey().isEmpty()) {
      throw new IllegalArgumentException("table " + table.name() + " has no primary key");
    }
    if (!columns.containsAll(table.primaryKey())) {
      throw new IllegalArgumentException(
          "the columns of " + table.name() + " must include its primary key");
    }
  }
}
