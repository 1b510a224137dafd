package dev.everfill.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A connection beside the writer's, for short statements that must never hang: opened when first
 * needed, and again after it is lost. Belongs to one thread.
 */
public final class PaceSession implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Connections connections;
  private final Duration statement;
  private Connection connection;

  /**
   * @param statement how long a statement may take; a lock is waited for half as long
   */
  public PaceSession(Connections connections, Duration statement) {
    this.connections = connections;
    this.statement = statement;
  }

  /** With auto-commit off. */
  public Connection open() throws SQLException {
    if (connection == null) {
      Connection opened = connections.open();
      try (Statement settings = opened.createStatement()) {
        settings.execute(
            "SET statement_timeout = "
                + statement.toMillis()
                + "; SET lock_timeout = "
                + statement.toMillis() / 2
                + "; SET idle_in_transaction_session_timeout = "
                + IDLE.toMillis()
                + "; SET synchronous_commit = local; SET jit = off");
        opened.setAutoCommit(false);
      } catch (SQLException failed) {
        opened.close();
        throw failed;
      }
      connection = opened;
    }
    return connection;
  }

  /**
   * After a failure: ends the transaction.
   *
   * @return whether the connection is still there
   */
  public boolean recovered() {
    if (connection == null) {
      return false;
    }
    try {
      connection.rollback();
      return true;
    } catch (SQLException lost) {
      close();
      return false;
    }
  }

  @Override
  public void close() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException lost) {
        // It was lost before; there is nothing left to give back.
        return;
      }
    }
  }
}
