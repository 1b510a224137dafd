package dev.everfill.sink.postgres;

import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks a session's writes with the pipeline's replication origin, so that capture need not read
 * them. Where that is not permitted, or another session has the origin, the writes come back as
 * changes and end where the value does not differ: more work, the same result.
 */
final class Origin {
  private static final Logger LOG = LoggerFactory.getLogger(Origin.class);
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
      call(connection, "SELECT pg_catalog.pg_replication_origin_session_setup(?)");
    } catch (SQLException refused) {
      tell(refused);
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
