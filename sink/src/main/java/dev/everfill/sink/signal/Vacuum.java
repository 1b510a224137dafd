package dev.everfill.sink.signal;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Whether the target or one of its partitions is being vacuumed, which should come to an end. Seen
 * by the lock that a vacuum holds, since its progress is only shown to members of {@code
 * pg_monitor}; other maintenance holds the same lock and is as welcome to finish.
 */
final class Vacuum implements Signal {
  private static final double RUNNING = 0.5;

  /** What dead rows add, while a vacuum runs. */
  private static final double DEAD = 0.25;

  private static final double AGAINST_WRAPAROUND = 0.9;

  private static final String STATE =
      """
      WITH parts AS (
        SELECT pg_catalog.to_regclass({0})::oid AS oid
        UNION SELECT t.relid::oid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass({0})) AS t)
      SELECT COALESCE(pg_catalog.bool_or(EXISTS (
          SELECT FROM pg_catalog.pg_locks AS l
          JOIN pg_catalog.pg_database AS d ON d.oid = l.database
          WHERE d.datname = pg_catalog.current_database() AND l.locktype = 'relation'
            AND l.relation = c.oid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted)), false)
          AS running,
        COALESCE(pg_catalog.max(pg_catalog.age(c.relfrozenxid)) FILTER (WHERE c.relkind = 'r'), 0)
          AS age,
        COALESCE(LEAST(1, pg_catalog.sum(s.n_dead_tup)::double precision
          / GREATEST(1, pg_catalog.sum(s.n_live_tup))), 0) AS dead,
        pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint AS freeze,
        pg_catalog.current_setting('vacuum_failsafe_age')::bigint AS failsafe
      FROM parts JOIN pg_catalog.pg_class AS c ON c.oid = parts.oid
      LEFT JOIN pg_catalog.pg_stat_all_tables AS s ON s.relid = c.oid
      """;

  private final TableName target;

  Vacuum(TableName target) {
    this.target = target;
  }

  @Override
  public String name() {
    return "vacuum";
  }

  @Override
  public Reading read(Connection connection) {
    String quoted = Sql.quoted(target.schema(), target.table());
    Record state = Sql.on(connection).fetchOne(STATE, DSL.val(quoted));
    return reading(
        state.get("running", Boolean.class),
        state.get("dead", Double.class),
        state.get("age", Long.class),
        state.get("freeze", Long.class),
        state.get("failsafe", Long.class));
  }

  Reading.Used reading(boolean running, double dead, long age, long freeze, long failsafe) {
    if (age >= failsafe) {
      return Reading.used(1, "%s has not been frozen for %d transactions", target, age);
    }
    if (!running) {
      return Reading.NOTHING;
    }
    return age > freeze
        ? Reading.used(AGAINST_WRAPAROUND, "%s is vacuumed against wraparound", target)
        : Reading.used(
            RUNNING + DEAD * dead,
            "%s is vacuumed, %.0f %% of its rows are dead",
            target,
            100 * dead);
  }
}
