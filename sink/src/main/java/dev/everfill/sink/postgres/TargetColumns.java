package dev.everfill.sink.postgres;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The target's columns as they are now, asked from the catalogue once per connection. */
final class TargetColumns {
  /** Domains are followed to their base: casting to a domain would cut what is too long. */
  private static final String QUERY =
      """
      WITH RECURSIVE based AS (
        SELECT a.attname, a.atttypid AS typ, a.atttypmod AS typmod
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT b.attname, t.typbasetype,
          CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.typmod END
        FROM based AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.typ AND t.typtype = 'd')
      SELECT b.attname,
        pg_catalog.format_type(b.typ, CASE
          WHEN b.typ IN (1042, 1043, 1014, 1015, 1560, 1562, 1561, 1563) THEN -1
          ELSE b.typmod END),
        e.typtype = 'b' AND e.oid NOT IN (1043, 650) AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_operator AS o
          WHERE o.oprname = '=' AND o.oprleft = e.oid AND o.oprright = e.oid
            AND o.oprcanhash AND o.oprnamespace = 'pg_catalog'::regnamespace),
        COALESCE((
          SELECT n.nspname FROM pg_catalog.pg_operator AS o
          JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
          WHERE o.oprname = '=' AND o.oprleft = t.oid AND o.oprright = t.oid LIMIT 1), 'pg_catalog')
      FROM based AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.typ AND t.typtype <> 'd'
      JOIN pg_catalog.pg_type AS e
        ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
      """;

  private final TableName table;
  private final Map<String, TypedColumn> columns;

  private TargetColumns(TableName table, Map<String, TypedColumn> columns) {
    this.table = table;
    this.columns = columns;
  }

  static TargetColumns read(Connection connection, TableName table) throws SQLException {
    Map<String, TypedColumn> columns = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, Sql.quoted(table.schema(), table.table()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String equality = "OPERATOR(" + Sql.quoted(rows.getString(4)) + ".=)";
          columns.put(
              rows.getString(1),
              new TypedColumn(rows.getString(1), rows.getString(2), rows.getBoolean(3), equality));
        }
      }
    }
    return new TargetColumns(table, columns);
  }

  /**
   * @throws SQLException undefined column or table, as PostgreSQL would say it
   */
  List<TypedColumn> typed(List<Column> wanted) throws SQLException {
    for (Column column : wanted) {
      if (!columns.containsKey(column.name())) {
        throw new SQLException(
            columns.isEmpty()
                ? "table " + table + " does not exist"
                : "table " + table + " has no column \"" + column.name() + "\"",
            columns.isEmpty() ? "42P01" : "42703");
      }
    }
    return wanted.stream().map(column -> columns.get(column.name())).toList();
  }
}
