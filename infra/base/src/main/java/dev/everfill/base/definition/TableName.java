package dev.everfill.base.definition;

import java.util.Objects;

/** A table by schema and name, both exactly as PostgreSQL stores them (no quotes, case kept). */
public record TableName(String schema, String table) implements Comparable<TableName> {
  public TableName {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(table, "table");
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  /** {@code schema.table}, for people; never part of SQL. */
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
