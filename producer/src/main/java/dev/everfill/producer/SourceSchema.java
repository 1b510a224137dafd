package dev.everfill.producer;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
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
      "SELECT n.nspname, c.relname, a.attname, a.atttypid::bigint, a.atttypmod,"
          + " pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_class c"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
          + " WHERE c.oid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped";

  private SourceSchema() {}

  /**
   * @throws EverfillException with {@link Reason#SCHEMA_CHANGED} if they are not
   */
  static void check(Connection connection, List<CapturedTable> tables) throws SQLException {
    for (CapturedTable table : tables) {
      Map<String, DataType> types = types(connection, table);
      for (Column column : table.columns()) {
        DataType now = types.get(column.name());
        if (!isSame(column.type(), now)) {
          throw changed(table, column, now);
        }
      }
    }
  }

  /** By OID: the name of a type outside pg_catalog depends on the search path. */
  private static boolean isSame(DataType wanted, DataType now) {
    return now != null && wanted.oid() == now.oid() && wanted.typmod() == now.typmod();
  }

  private static Map<String, DataType> types(Connection connection, CapturedTable table)
      throws SQLException {
    Map<String, DataType> types = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, table.table().oid());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          boolean same =
              table.table().name().schema().equals(result.getString(1))
                  && table.table().name().table().equals(result.getString(2));
          if (same) {
            types.put(
                result.getString(3),
                new DataType((int) result.getLong(4), result.getString(6), result.getInt(5)));
          }
        }
      }
    }
    return types;
  }

  private static EverfillException changed(CapturedTable table, Column column, DataType now) {
    return new EverfillException(
        Reason.SCHEMA_CHANGED,
        "column "
            + column.name()
            + " of "
            + table.table().name()
            + " was "
            + column.type().name()
            + (now == null ? " and is gone" : " and is " + now.name() + " now")
            + "; adapt the field's SELECT or restore the column, then start again");
  }
}
