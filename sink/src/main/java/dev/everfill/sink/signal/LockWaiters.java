package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.impl.DSL;

/** Sessions that wait for rows or tables that this pipeline's sessions hold. */
final class LockWaiters implements Signal {
  private static final String WAITING =
      """
      WITH ours AS (
        SELECT pid FROM pg_catalog.pg_stat_activity
        WHERE application_name = {0} AND usename = CURRENT_USER LIMIT 100),
      waiting AS (
        SELECT DISTINCT pid FROM pg_catalog.pg_locks
        WHERE NOT granted AND pid NOT IN (SELECT pid FROM ours) LIMIT 100)
      SELECT pg_catalog.count(*) FROM waiting
      WHERE pg_catalog.pg_blocking_pids(pid) && ARRAY(SELECT pid FROM ours)
      """;

  private final String application;

  /**
   * @param application how the writing sessions are called
   */
  LockWaiters(String application) {
    // PostgreSQL keeps so much of a session's name.
    this.application = application.substring(0, Math.min(63, application.length()));
  }

  @Override
  public String name() {
    return "lock-waiters";
  }

  @Override
  public Reading read(Connection connection) {
    long waiting = Sql.on(connection).fetchOne(WAITING, DSL.val(application)).get(0, Long.class);
    return waiting == 0
        ? Reading.NOTHING
        : Reading.used(
            Math.min(1, 0.6 + 0.1 * waiting), "%d sessions wait behind the sink", waiting);
  }
}
