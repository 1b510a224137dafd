package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.Record;

/**
 * Whether the log is archived as fast as it is written: full if {@code max_wal_size} of it waits,
 * and nearly so if the last attempt has failed. How much waits can only be seen by a member of
 * {@code pg_monitor}.
 */
final class ArchiveQueue implements Signal {
  private static final double FAILING = 0.8;

  private static final String STATE =
      """
      SELECT pg_catalog.current_setting('archive_mode') <> 'off' AS archiving,
        COALESCE(last_failed_time > COALESCE(last_archived_time, '-infinity'), false) AS failing,
        last_failed_wal,
        pg_catalog.has_function_privilege('pg_catalog.pg_ls_archive_statusdir()', 'EXECUTE')
          AS countable
      FROM pg_catalog.pg_stat_archiver
      """;

  private static final String READY =
      """
      SELECT pg_catalog.count(*) AS files,
        pg_catalog.count(*) * pg_catalog.pg_size_bytes(
          pg_catalog.current_setting('wal_segment_size'))::double precision
          / pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size')) AS part
      FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE '%.ready'
      """;

  @Override
  public String name() {
    return "archive-queue";
  }

  @Override
  public Reading read(Connection connection) {
    Record state = Sql.on(connection).fetchOne(STATE);
    if (!state.get("archiving", Boolean.class)) {
      return Reading.NOTHING;
    }
    boolean failing = state.get("failing", Boolean.class);
    String failed =
        failing ? "archiving " + state.get("last_failed_wal", String.class) + " has failed" : "";
    if (!state.get("countable", Boolean.class)) {
      return Reading.used(failing ? FAILING : 0, "%s", failed);
    }
    Record ready = Sql.on(connection).fetchOne(READY);
    return Reading.used(
        Math.max(failing ? FAILING : 0, ready.get("part", Double.class)),
        "%d files wait to be archived%s",
        ready.get("files", Long.class),
        failing ? "; " + failed : "");
  }
}
