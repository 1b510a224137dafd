package dev.everfill.producer.chunk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes logical messages into the log. The stream delivers what has been flushed to the disk;
 * flushing makes every commit of the application wait that comes meanwhile. Not safe for two
 * threads.
 */
public final class Watermarks {
  private static final int FLUSH_ARGUMENT = 17;
  private final Connection connection;
  private final String prefix;
  private final String atOnce;
  private final String lazily;

  /**
   * @param connection in auto-commit mode, used by nobody else
   */
  public Watermarks(Connection connection, String prefix) throws SQLException {
    this.connection = connection;
    this.prefix = prefix;
    boolean flushes = connection.getMetaData().getDatabaseMajorVersion() >= FLUSH_ARGUMENT;
    // Before 17 only a commit brings a message to the disk at once, and so to the stream.
    this.atOnce =
        flushes
            ? "SELECT pg_catalog.pg_logical_emit_message(false, ?, ?::pg_catalog.text, true)"
            : "SELECT pg_catalog.pg_logical_emit_message(true, ?, ?::pg_catalog.text)";
    this.lazily =
        flushes
            ? "SELECT pg_catalog.pg_logical_emit_message(false, ?, ?::pg_catalog.text, false)"
            : "SELECT pg_catalog.pg_logical_emit_message(true, ?, ?::pg_catalog.text),"
                + " pg_catalog.set_config('synchronous_commit', 'off', true)";
    try (Statement statement = connection.createStatement()) {
      // A synchronous standby that is away must not hold up the reader of these.
      statement.execute("SET synchronous_commit = local");
    }
  }

  /**
   * Writes one and flushes it, with all that was written before; everything this server has made
   * visible lies before it in the log.
   */
  public void emit(String content) throws SQLException {
    execute(atOnce, content);
  }

  /** Writes one that lies there too, but is delivered only once somebody has flushed the log. */
  void emitLazily(String content) throws SQLException {
    execute(lazily, content);
  }

  private void execute(String sql, String content) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, prefix);
      statement.setString(2, content);
      statement.execute();
    }
  }
}
