package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * How busy the server is: other sessions that execute something, against the connections there may
 * be, and those of them that wait for locks or disks.
 */
final class Sessions implements Signal {
  private static final double MOST = 0.95;

  /** So many waiting sessions are full use, on a server of a hundred connections. */
  private static final int WAITING = 20;

  private static final String SQL =
      """
      SELECT pg_catalog.count(*) AS active,
        pg_catalog.count(*) FILTER (
          WHERE wait_event_type IN ('Lock', 'LWLock', 'BufferPin', 'IO')) AS waiting,
        pg_catalog.current_setting('max_connections')::integer AS most
      FROM pg_catalog.pg_stat_activity
      WHERE state = 'active' AND backend_type = 'client backend'
        AND NOT (usename = CURRENT_USER
          AND pg_catalog.starts_with(application_name, {0}))
      """;

  private final String ours;

  /**
   * @param ours what the names of this pipeline's sessions begin with
   */
  Sessions(String ours) {
    this.ours = ours;
  }

  @Override
  public String name() {
    return "active-sessions";
  }

  @Override
  public Reading read(Connection connection) {
    if (!Privileges.readsAllStatistics(connection)) {
      return Privileges.missing();
    }
    Record row = Sql.on(connection).fetchOne(SQL, DSL.val(ours));
    return reading(
        row.get("active", Long.class),
        row.get("waiting", Long.class),
        row.get("most", Integer.class));
  }

  static Reading.Used reading(long active, long waiting, int most) {
    double crowd = (double) active / most;
    double queue = (double) waiting / Math.max(WAITING, most / 5);
    return Reading.used(
        Math.min(MOST, Math.max(crowd, queue)),
        "%d of at most %d sessions are active, %d of them wait",
        active,
        most,
        waiting);
  }
}
