package dev.everfill.producer;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.status.SlotView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The slot, as the server sees it at one moment.
 *
 * @param behind the bytes of log behind the confirmed position
 * @param confirmed nothing that was committed before it comes again
 */
record SlotLook(SlotView view, long behind, long confirmed) {
  private static final String SLOT =
      "SELECT wal_status, safe_wal_size,"
          + " pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn)::bigint,"
          + " pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(),"
          + " confirmed_flush_lsn)::bigint,"
          + " pg_catalog.pg_wal_lsn_diff(confirmed_flush_lsn, '0/0')::bigint"
          + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?";
  private static final String LOST = "lost";
  private static final String MISSING = "missing";

  static SlotLook of(Connection connection, String slot) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SLOT)) {
      statement.setString(1, slot);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return new SlotLook(new SlotView(slot, MISSING, null, null), 0, 0);
        }
        String status = result.getString(1);
        SlotView view =
            new SlotView(
                slot, status == null ? "reserved" : status, number(result, 3), number(result, 2));
        return new SlotLook(view, result.getLong(4), result.getLong(5));
      }
    }
  }

  private static Long number(ResultSet result, int column) throws SQLException {
    long number = result.getLong(column);
    return result.wasNull() ? null : (Long) Math.max(0, number);
  }

  boolean missing() {
    return view.status().equals(MISSING);
  }

  /**
   * @throws EverfillException if the stream cannot go on where it was
   */
  SlotLook checked() {
    if (missing()) {
      throw lost("was dropped");
    }
    if (view.status().equals(LOST)) {
      throw lost(
          "was invalidated: PostgreSQL removed log that had not been read; raise"
              + " max_slot_wal_keep_size");
    }
    return this;
  }

  private EverfillException lost(String how) {
    return new EverfillException(
        Reason.SLOT_LOST,
        "the replication slot "
            + view.name()
            + " "
            + how
            + "; changes may have been missed, so read the tables again (everfill resync)");
  }
}
