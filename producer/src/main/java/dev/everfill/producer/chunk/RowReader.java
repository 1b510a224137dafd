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
final class RowReader implements AutoCloseable {
  private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ";
  private static final String SNAPSHOT = "SELECT pg_catalog.pg_current_snapshot()::pg_catalog.text";

  /** So much is read at once, and at least one row: rows may be as large as they like. */
  private static final long MOST_BYTES = 8L << 20;

  /**
   * Rows and what their reading saw.
   *
   * @param truncated the rest was left out, since it is so much
   */
  record Read(XidSnapshot snapshot, List<String[]> rows, boolean truncated) {}

  /** Opens a connection that is set up by {@link dev.everfill.base.postgres.Session}. */
  interface Connector {
    Connection open() throws SQLException;
  }

  private final Connector connector;
  private final Map<TableName, String> searchPaths = new HashMap<>();
  private Connection connection;

  RowReader(Connector connector) {
    this.connector = connector;
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
    try (Statement statement = connection().createStatement()) {
      return snapshot(statement);
    }
  }

  private Read read(CapturedTable table, String copy) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      String path = searchPath(table);
      try {
        XidSnapshot snapshot = begin(statement, path);
        Read read = rows(snapshot, copy, table.columns().size());
        if (!read.truncated()) {
          statement.execute("COMMIT");
        }
        return read;
      } catch (SQLException | RuntimeException failed) {
        rollBack(statement, failed);
        throw failed;
      }
    }
  }

  /** In one message: a server that is busy has to be waited for at each. */
  private static XidSnapshot begin(Statement statement, String path) throws SQLException {
    boolean rows = statement.execute(BEGIN + path + "; " + SNAPSHOT);
    while (!rows) {
      rows = statement.getMoreResults();
    }
    try (ResultSet result = statement.getResultSet()) {
      return snapshot(result);
    }
  }

  /** Cached, since it is the same for all ranges of a table. */
  private String searchPath(CapturedTable table) throws SQLException {
    String known = searchPaths.get(table.table().name());
    if (known == null) {
      known = KeyOperators.searchPath(connection(), table);
      searchPaths.put(table.table().name(), known);
    }
    return known;
  }

  private void rollBack(Statement statement, Exception failed) {
    if (connection == null) {
      return;
    }
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException lost) {
      failed.addSuppressed(lost);
    }
  }

  private static XidSnapshot snapshot(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery(SNAPSHOT)) {
      return snapshot(result);
    }
  }

  private static XidSnapshot snapshot(ResultSet result) throws SQLException {
    result.next();
    return XidSnapshot.parse(result.getString(1));
  }

  private Read rows(XidSnapshot snapshot, String copy, int columns) throws SQLException {
    CopyOut out = connection().unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
    List<String[]> rows = new ArrayList<>();
    long bytes = 0;
    try {
      byte[] line = out.readFromCopy();
      while (line != null) {
        rows.add(CopyText.parse(line, columns));
        bytes += line.length;
        line = bytes < MOST_BYTES ? out.readFromCopy() : null;
      }
      return new Read(snapshot, rows, out.isActive());
    } finally {
      if (out.isActive()) {
        abort();
      }
    }
  }

  /**
   * Ends a COPY for sure. A request to cancel it may come so late that it hits the next statement.
   */
  private void abort() throws SQLException {
    connection.abort(Runnable::run);
    connection = null;
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = connector.open();
    }
    return connection;
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
