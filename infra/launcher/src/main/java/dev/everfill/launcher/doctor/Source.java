package dev.everfill.launcher.doctor;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;

/** The source's settings, and what is left of what it has few of. Stateless. */
final class Source {
  private static final int OLDEST = 15;
  private static final Duration CLOCKS = Duration.ofSeconds(2);
  private static final String SETTINGS =
      "SELECT pg_catalog.current_setting('server_version') AS version,"
          + " pg_catalog.current_setting('server_version_num')::int / 10000 AS major,"
          + " pg_catalog.current_setting('wal_level') AS wal_level,"
          + " pg_catalog.pg_is_in_recovery() AS standby,"
          + " pg_catalog.current_setting('max_replication_slots')::int AS slots,"
          + " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots) AS slots_used,"
          + " pg_catalog.current_setting('max_wal_senders')::int AS senders,"
          + " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication) AS senders_used,"
          + " pg_catalog.current_setting('max_connections')::int"
          + " - pg_catalog.current_setting('superuser_reserved_connections')::int AS connections,"
          + " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity"
          + " WHERE backend_type = 'client backend') AS connections_used";

  private Source() {}

  static List<Finding> look(Connection connection, PipelineConfig config) {
    Instant before = Instant.now();
    Instant there =
        Sql.on(connection)
            .fetchOne("SELECT pg_catalog.clock_timestamp()")
            .get(0, OffsetDateTime.class)
            .toInstant();
    Instant after = Instant.now();
    Record row = Sql.on(connection).fetchOne(SETTINGS);
    List<Finding> found = new ArrayList<>();
    found.add(
        Finding.ok(
            "source", "connected to " + config.source().url() + " as " + config.source().user()));
    found.add(version(row));
    found.add(walLevel(row));
    found.add(
        free(
            "replication slots",
            row.get("slots", Integer.class),
            row.get("slots_used", Integer.class),
            "max_replication_slots"));
    found.add(
        free(
            "WAL senders",
            row.get("senders", Integer.class),
            row.get("senders_used", Integer.class),
            "max_wal_senders"));
    found.add(connections(row, config.source().pool().max()));
    found.add(clock(before, there, after));
    return found;
  }

  private static Finding version(Record row) {
    String version = "PostgreSQL " + row.get("version", String.class);
    if (row.get("standby", Boolean.class)) {
      return Finding.fail(
          "server",
          Reason.CONFIGURATION_INVALID,
          version + " is a standby, which cannot be written",
          "name the primary in source.url");
    }
    return row.get("major", Integer.class) < OLDEST
        ? Finding.fail(
            "server",
            Reason.CONFIGURATION_INVALID,
            version + " is older than " + OLDEST,
            "upgrade it to PostgreSQL " + OLDEST + " or later")
        : Finding.ok("server", version);
  }

  private static Finding walLevel(Record row) {
    String level = row.get("wal_level", String.class);
    return level.equals("logical")
        ? Finding.ok("wal_level", level)
        : Finding.fail(
            "wal_level",
            Reason.CONFIGURATION_INVALID,
            level + ", so changes cannot be decoded",
            "ALTER SYSTEM SET wal_level = 'logical'; then restart PostgreSQL");
  }

  private static Finding free(String what, int all, int used, String setting) {
    String message = (all - used) + " of " + all + " free";
    return all - used > 0
        ? Finding.ok(what, message)
        : Finding.warn(
            what,
            message + ": a pipeline that does not run already cannot start",
            "drop one that is not needed, or raise " + setting + " and restart PostgreSQL");
  }

  private static Finding connections(Record row, int pool) {
    int free = row.get("connections", Integer.class) - row.get("connections_used", Integer.class);
    String message = free + " free, source.pool.max is " + pool;
    return free >= pool
        ? Finding.ok("connections", message)
        : Finding.warn(
            "connections",
            message,
            "raise max_connections, or lower source.pool.max (17 at least)");
  }

  private static Finding clock(Instant before, Instant there, Instant after) {
    Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
    Duration apart = Duration.between(middle, there).abs();
    Duration certain = apart.minus(Duration.between(before, after).dividedBy(2));
    String message =
        String.format(
            java.util.Locale.ROOT, "%.1f s apart from the server's", apart.toMillis() / 1e3);
    return certain.compareTo(CLOCKS) <= 0
        ? Finding.ok("clock", message)
        : Finding.warn(
            "clock",
            message + ": nothing is computed from it, but ages are shown wrong",
            "let both machines keep time by NTP");
  }
}
