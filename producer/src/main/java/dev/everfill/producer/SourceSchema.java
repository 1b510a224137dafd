package dev.everfill.producer;

import dev.everfill.base.definition.Column;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the captured tables are still what the definitions were made for. Stateless. */
final class SourceSchema {
  private static final String COLUMNS =
      "SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)"
          + " FROM pg_catalog.pg_class c"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
          + " WHERE c.oid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped";

  private SourceSchema() {}

  /**
   * @throws EverfillException with {@link Reason#SCHEMA_CHANGED} if they are not
   */
  static void check(Connection connection, List<CapturedTable> tables) throws SQLException {
    for (CapturedTable table : tables) {
      Map<String, String> types = types(connection, table);
      for (Column column : table.columns()) {
        String now = types.get(column.name());
        if (!column.type().name().equals(now)) {
          throw changed(table, column, now);
        }
      }
    }
  }

  private static Map<String, String> types(Connection connection, CapturedTable table)
      throws SQLException {
    Map<String, String> types = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, table.table().oid());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          boolean same =
              table.table().name().schema().equals(result.getString(1))
                  && table.table().name().table().equals(result.getString(2));
          if (same) {
            types.put(result.getString(3), result.getString(4));
          }
        }
      }
    }
    return types;
  }

  private static EverfillException changed(CapturedTable table, Column column, String now) {
    return new EverfillException(
        Reason.SCHEMA_CHANGED,
        "column "
            + column.name()
            + " of "
            + table.table().name()
            + " was "
            + column.type().name()
            + (now == null ? " and is gone" : " and is " + now + " now")
            + "; adapt the field's SELECT or restore the column, then start again");
  }
}
