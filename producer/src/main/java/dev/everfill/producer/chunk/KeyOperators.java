package dev.everfill.producer.chunk;

import dev.everfill.base.postgres.Sql;
import dev.everfill.producer.CapturedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Where the operators of a table's primary key live. Under an empty search path a key of an
 * extension's type (citext) would be compared as the type it is stored like (text), in another
 * order than its index has, and rows would be passed over.
 */
final class KeyOperators {
  private static final String SCHEMAS =
      "SELECT DISTINCT n.nspname FROM pg_catalog.pg_index i"
          + " CROSS JOIN LATERAL pg_catalog.unnest(i.indclass::pg_catalog.oid[]) AS k(opclass)"
          + " JOIN pg_catalog.pg_opclass c ON c.oid = k.opclass"
          + " JOIN pg_catalog.pg_amop a ON a.amopfamily = c.opcfamily AND a.amopstrategy = 5"
          + " AND a.amoplefttype = c.opcintype AND a.amoprighttype = c.opcintype"
          + " JOIN pg_catalog.pg_operator o ON o.oid = a.amopopr"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace"
          + " WHERE i.indrelid = ?::pg_catalog.oid AND i.indisprimary AND n.nspname <> 'pg_catalog' ORDER BY 1";

  private KeyOperators() {}

  /** The statement that sets the search path for one transaction. */
  static String searchPath(Connection connection, CapturedTable table) throws SQLException {
    StringBuilder path = new StringBuilder("SET LOCAL search_path = pg_catalog");
    try (PreparedStatement statement = connection.prepareStatement(SCHEMAS)) {
      statement.setLong(1, table.table().oid());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          path.append(", ").append(Sql.quoted(result.getString(1)));
        }
      }
    }
    return path.toString();
  }
}
