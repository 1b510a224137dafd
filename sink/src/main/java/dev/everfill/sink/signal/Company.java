package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.impl.DSL;

/**
 * Whether others are at work on the server. A single session is none: somebody looks at something.
 * Belongs to the thread that asks.
 */
public final class Company {
  private static final int LOOKING = 1;

  /** Debezium gives its sessions names of its own. */
  private static final String SQL =
      """
      SELECT pg_catalog.count(*)
      FROM pg_catalog.pg_stat_activity
      WHERE backend_type = 'client backend'
        AND (state = 'active'
          OR state_change > pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => 2))
        AND NOT (usename = CURRENT_USER
          AND (pg_catalog.starts_with(application_name, {0})
            OR pg_catalog.starts_with(application_name, 'Debezium ')))
      """;

  private final String ours;

  /**
   * @param ours what the names of this pipeline's sessions begin with
   */
  public Company(String ours) {
    this.ours = ours;
  }

  /** False if others were at work in the last seconds, or if that cannot be seen. */
  boolean none(Connection connection) {
    return Privileges.readsAllStatistics(connection)
        && Sql.on(connection).fetchOne(SQL, DSL.val(ours)).get(0, Long.class) <= LOOKING;
  }
}
