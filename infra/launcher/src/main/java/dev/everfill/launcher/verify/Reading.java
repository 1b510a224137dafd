package dev.everfill.launcher.verify;

import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jooq.impl.DSL;

/**
 * Runs statements, each in a short read-only transaction of its own, which sees one moment. They
 * may hold the user's text, so nothing in them is taken for a parameter; values are settings of the
 * transaction. Not safe for several threads.
 */
final class Reading {
  private static final String CANCELLED = "57014";
  private final Connection connection;
  private final String what;

  /** A statement that took longer than it was allowed to. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong(SQLException cancelled) {
      super(cancelled);
    }
  }

  /** Takes a result in. */
  @FunctionalInterface
  interface Rows<T> {
    T of(ResultSet rows) throws SQLException;
  }

  /**
   * @param connection without an open transaction; its {@code search_path} resolves the names in
   *     the user's text
   * @param what is being done, for messages
   */
  Reading(Connection connection, String what) {
    this.connection = connection;
    this.what = what;
  }

  Connection connection() {
    return connection;
  }

  /**
   * @param settings by name, for this transaction only
   * @param timeout of the statement
   * @throws TooLong if it ran into the timeout
   * @throws dev.everfill.base.error.EverfillException if PostgreSQL fails
   */
  <T> T read(String sql, Map<String, String> settings, Duration timeout, Rows<T> rows)
      throws TooLong {
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        set("statement_timeout", timeout.toMillis() + "ms");
        settings.forEach(this::set);
        statement.setEscapeProcessing(false);
        try (ResultSet result = statement.executeQuery(sql)) {
          return rows.of(result);
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      if (CANCELLED.equals(failed.getSQLState())) {
        throw new TooLong(failed);
      }
      throw SqlStates.failure(what, failed);
    }
  }

  private void set(String name, String value) {
    Sql.on(connection)
        .fetch("SELECT pg_catalog.set_config({0}, {1}, true)", DSL.val(name), DSL.val(value));
  }
}
