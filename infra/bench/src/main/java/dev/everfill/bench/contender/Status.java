package dev.everfill.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * What Everfill says of its field in its control schema.
 *
 * @param done rows settled
 * @param changed rows really changed
 * @param state as the control schema has it; empty while there is none
 */
public record Status(long done, long changed, boolean live, String state) {
  private static final Status NONE = new Status(0, 0, false, "");
  private static final String QUERY =
      "SELECT rows_done, rows_changed, live, state, message FROM "
          + EverfillProcess.NAME
          + ".status";

  /** No such table, and a deadlock with the migration that replaces the view. */
  private static final Set<String> BEING_CREATED = Set.of("42P01", "40P01");

  /**
   * Nothing done while there is no such field yet.
   *
   * @throws IllegalStateException if the field has failed
   */
  public static Status read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUERY);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return NONE;
      }
      if ("failed".equals(row.getString(4))) {
        throw new IllegalStateException("everfill has failed: " + row.getString(5));
      }
      return new Status(row.getLong(1), row.getLong(2), row.getBoolean(3), row.getString(4));
    } catch (SQLException failed) {
      if (BEING_CREATED.contains(failed.getSQLState())) {
        return NONE;
      }
      throw failed;
    }
  }
}
