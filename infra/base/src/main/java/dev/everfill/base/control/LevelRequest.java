package dev.everfill.base.control;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.impl.DSL;

/**
 * Asks for a level: a message in the log that capture answers with a level in every partition, once
 * everything before it has been sent.
 */
public final class LevelRequest {
  private static final int FLUSH_ARGUMENT_SINCE = 17;

  private LevelRequest() {}

  /**
   * Writes the message. Below PostgreSQL 17 it is part of the transaction, so the caller must
   * commit (which also flushes it); from 17 on it is flushed at once, whatever becomes of the
   * transaction.
   *
   * <p>Returned is the log position <em>before</em> the message, not the end of it that {@code
   * pg_logical_emit_message} gives: so it does not matter which end a reader of the log reports.
   * Whatever was committed before this call lies before the position.
   *
   * @param pipeline the prefix of the message
   * @return the field shows everything committed before this call once its level is at least this
   */
  public static long emit(Connection connection, String pipeline) throws java.sql.SQLException {
    var sql = Sql.on(connection);
    long before =
        sql.fetchOne(
                "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::bigint")
            .get(0, Long.class);
    boolean flush = connection.getMetaData().getDatabaseMajorVersion() >= FLUSH_ARGUMENT_SINCE;
    String call =
        flush
            ? "SELECT pg_catalog.pg_logical_emit_message(false, {0}, 'level', true)::text"
            : "SELECT pg_catalog.pg_logical_emit_message(true, {0}, 'level')::text";
    sql.fetch(call, DSL.val(pipeline));
    return before;
  }
}
