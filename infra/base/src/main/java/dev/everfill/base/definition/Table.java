package dev.everfill.base.definition;

import java.util.List;
import java.util.Objects;

/**
 * A table as the catalogue describes it.
 *
 * @param oid its OID
 * @param columns all columns that are not dropped, in their order
 * @param primaryKey the primary key's columns in the key's own order; empty if there is none
 */
public record Table(TableName name, long oid, List<Column> columns, List<Column> primaryKey) {
  public Table {
    Objects.requireNonNull(name, "name");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** The column of that name, or null. */
  public Column column(String columnName) {
    for (Column column : columns) {
      if (column.name().equals(columnName)) {
        return column;
      }
    }
    return null;
  }
}
