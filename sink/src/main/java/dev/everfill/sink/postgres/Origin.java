package dev.everfill.sink.postgres;

import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks a session's writes with the pipeline's replication origin, so that capture need not read
 * them. Where that is not permitted, or another session has the origin, the writes come back as
 * changes and end where the value does not differ: more work, the same result.
 */
final class Origin {
  private static final Logger LOG = LoggerFactory.getLogger(Origin.class);
  private static final String IN_USE = "55006";
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private final String name;
  private boolean told;

  Origin(String name) {
    this.name = name;
  }

  /** The connection has auto-commit on. */
  void mark(Connection connection) {
    try {
      if (!exists(connection)) {
        call(connection, "SELECT pg_catalog.pg_replication_origin_create(?)");
      }
      setUp(connection);
    } catch (SQLException refused) {
      tell(refused);
    }
  }

  /** After a lost connection the server may need a moment to see that the old session is gone. */
  private void setUp(Connection connection) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        call(connection, "SELECT pg_catalog.pg_replication_origin_session_setup(?)");
        return;
      } catch (SQLException refused) {
        if (tries == TRIES || !IN_USE.equals(refused.getSQLState())) {
          throw refused;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void tell(SQLException refused) {
    if (!told) {
      told = true;
      LOG.info(
          "Writes are not marked with replication origin {} ({}); they will be read back once",
          name,
          SqlStates.message(refused));
    }
  }

  private boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT pg_catalog.pg_replication_origin_oid(?) IS NOT NULL")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private void call(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.execute();
    }
  }
}
