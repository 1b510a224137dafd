package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jooq.Record;

/**
 * How far the slowest streaming replica is behind, against the bound that was set. Who receives the
 * log without replaying it, such as an archiver or a logical subscriber, is no replica.
 */
final class ReplicaLag implements Signal {
  private static final String POSITION =
      "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::bigint";

  private static final String REPLICAS =
      """
      SELECT COALESCE(NULLIF(r.application_name, ''), r.pid::text) AS name,
        COALESCE(EXTRACT(epoch FROM r.replay_lag), 0)::double precision AS lag,
        pg_catalog.pg_wal_lsn_diff(r.replay_lsn, '0/0')::bigint AS replayed
      FROM pg_catalog.pg_stat_replication AS r
      WHERE r.state IN ('streaming', 'catchup') AND r.replay_lsn IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_replication_slots AS s
        WHERE s.active_pid = r.pid AND s.slot_type = 'logical')
      LIMIT 100
      """;

  private final Duration bound;
  private final LongSupplier nanos;
  private final WalClock clock = new WalClock(Duration.ofMinutes(10));

  ReplicaLag(Duration bound, LongSupplier nanos) {
    this.bound = bound;
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "replica-lag";
  }

  @Override
  public Reading read(Connection connection) {
    if (!Privileges.readsAllStatistics(connection)) {
      return Privileges.missing();
    }
    var sql = Sql.on(connection);
    long now = nanos.getAsLong();
    long position = sql.fetchOne(POSITION).get(0, Long.class);
    clock.reached(position, now);
    Reading.Used worst = Reading.NOTHING;
    for (Record replica : sql.fetch(REPLICAS)) {
      Reading.Used one = reading(replica, position, now);
      worst = one.utilization() > worst.utilization() ? one : worst;
    }
    return worst;
  }

  private Reading.Used reading(Record replica, long position, long now) {
    long replayed = replica.get("replayed", Long.class);
    if (replayed >= position) {
      return Reading.NOTHING;
    }
    double seen = clock.age(replayed, now).toNanos() / 1e9;
    double lag = Math.max(seen, replica.get("lag", Double.class));
    return Reading.used(
        lag / (bound.toNanos() / 1e9),
        "replica %s is %.1f s behind, the bound is %.1f s",
        replica.get("name", String.class),
        lag,
        bound.toNanos() / 1e9);
  }
}
