package dev.everfill.producer.chunk;

import dev.everfill.base.definition.TableName;
import dev.everfill.producer.CapturedTable;
import dev.everfill.producer.merge.XidSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads rows of which it is known what their reading saw. Not safe for two threads. */
final class RowReader {
  private static final String SNAPSHOT = "SELECT pg_catalog.pg_current_snapshot()::pg_catalog.text";

  /** Rows and what their reading saw. */
  record Read(XidSnapshot snapshot, List<String[]> rows) {}

  private final Connection connection;
  private final Map<TableName, String> searchPaths = new HashMap<>();

  /**
   * @param connection set up by {@link dev.everfill.base.postgres.Session}, used by nobody else
   */
  RowReader(Connection connection) {
    this.connection = connection;
  }

  /** The rows after a key, or the first ones. */
  Read after(CapturedTable table, List<String> key, int rows) throws SQLException {
    return read(table, new KeyRange(table).after(key, rows));
  }

  /** The rows that are there under these keys, in no order. */
  Read of(CapturedTable table, Collection<List<String>> keys) throws SQLException {
    return read(table, new KeyRange(table).of(keys));
  }

  /** What a reading now would see. */
  XidSnapshot snapshot() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return snapshot(statement);
    }
  }

  private Read read(CapturedTable table, String copy) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      try {
        statement.execute(searchPath(table));
        XidSnapshot snapshot = snapshot(statement);
        List<String[]> rows = rows(copy, table.columns().size());
        statement.execute("COMMIT");
        return new Read(snapshot, rows);
      } catch (SQLException | RuntimeException failed) {
        rollBack(statement, failed);
        throw failed;
      }
    }
  }

  /** Cached, since it is the same for all ranges of a table. */
  private String searchPath(CapturedTable table) throws SQLException {
    String known = searchPaths.get(table.table().name());
    if (known == null) {
      known = KeyOperators.searchPath(connection, table);
      searchPaths.put(table.table().name(), known);
    }
    return known;
  }

  private static void rollBack(Statement statement, Exception failed) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException lost) {
      failed.addSuppressed(lost);
    }
  }

  private static XidSnapshot snapshot(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery(SNAPSHOT)) {
      result.next();
      return XidSnapshot.parse(result.getString(1));
    }
  }

  private List<String[]> rows(String copy, int columns) throws SQLException {
    List<String[]> rows = new ArrayList<>();
    CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
    try {
      for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
        rows.add(CopyText.parse(line, columns));
      }
    } finally {
      if (out.isActive()) {
        out.cancelCopy();
      }
    }
    return rows;
  }
}
