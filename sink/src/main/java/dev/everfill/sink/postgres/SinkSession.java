package dev.everfill.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What the write stage's session is set to.
 *
 * <ul>
 *   <li>{@code synchronous_commit = off}: progress lies in the transaction of the rows, so a crash
 *       of the server loses both or neither, and rows are not held while the log is flushed. Only a
 *       transaction that stores a level waits for the flush, since a level is a promise to others.
 *   <li>{@code lock_timeout}: never stand in the queue behind a table lock for long, since
 *       everybody else stands behind us.
 *   <li>{@code idle_in_transaction_session_timeout}: if this process freezes, or the network falls
 *       silent, the server soon lets the rows go.
 *   <li>Only nested loops over indexes, planned once: cost follows the batch, never the table.
 * </ul>
 */
final class SinkSession {
  static final Duration STATEMENT = Duration.ofSeconds(5);
  static final Duration LOCK = Duration.ofMillis(50);

  /** Between two messages of a batch there is next to nothing to do. */
  static final Duration SILENCE = Duration.ofMillis(500);

  private static final String SETTINGS =
      "SET statement_timeout = "
          + STATEMENT.toMillis()
          + "; SET lock_timeout = "
          + LOCK.toMillis()
          + "; SET idle_in_transaction_session_timeout = "
          + SILENCE.toMillis()
          + "; SET synchronous_commit = off; SET plan_cache_mode = force_generic_plan"
          + "; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off"
          + "; SET jit = off; SET default_transaction_isolation = 'read committed'";

  private SinkSession() {}

  /** Leaves the connection with auto-commit off. */
  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
    connection.setAutoCommit(false);
  }
}
