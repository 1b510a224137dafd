package dev.everfill.base.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Requests to read the tables again, and what became of them. All fields of a pipeline share its
 * slot and its change topics, so whatever field a resync is asked for, all are read again. Every
 * step may be repeated. Everything happens on the caller's connection and in the caller's
 * transaction; failures are jOOQ's {@code DataAccessException}. Safe for all threads.
 */
public final class Resyncs {
  /** Of a pipeline whose tables were never read again. */
  public static final String FIRST_EPOCH = "";

  private static final String COLUMNS =
      "id, epoch::text AS epoch, field, actor, requested_at, started_at, cleared_at, done_at";

  private final ControlTables tables;

  /**
   * @param schema the control schema
   */
  public Resyncs(String schema) {
    this.tables = new ControlTables(schema);
  }

  /**
   * Asks that the tables be read again. From the commit on no field is ready until its values have
   * been settled anew; a process that runs the pipeline follows within about a second, or else the
   * next one begins with it. A request that is not done yet is joined, unless a field has failed
   * since its time began.
   *
   * @param field as {@code status} shows it
   * @param actor who asks
   * @return the request; empty if there is no such field
   */
  public Optional<Resync> request(Connection connection, String field, String actor) {
    DSLContext sql = Sql.on(connection);
    boolean known =
        sql.fetchOne(
                "SELECT EXISTS (SELECT FROM {0} WHERE name = {1} AND current)",
                tables.field(), DSL.val(field))
            .get(0, Boolean.class);
    if (!known) {
      return Optional.empty();
    }
    Optional<Resync> open = unfinished(connection);
    if (open.isPresent()) {
      return open;
    }
    int added =
        sql.execute(
            "INSERT INTO {0} (field, actor) VALUES ({1}, {2}) ON CONFLICT DO NOTHING",
            tables.resync(), DSL.val(field), DSL.val(actor));
    if (added > 0) {
      events(sql, "resync_requested", actor, field);
    }
    return pending(connection);
  }

  private Optional<Resync> unfinished(Connection connection) {
    boolean failed =
        Sql.on(connection)
            .fetchOne(
                "SELECT EXISTS (SELECT FROM {0} WHERE current AND state = 'failed')",
                tables.field())
            .get(0, Boolean.class);
    return failed ? Optional.empty() : one(connection, "done_at IS NULL");
  }

  /** The request whose time has not begun yet. */
  public Optional<Resync> pending(Connection connection) {
    return one(connection, "cleared_at IS NULL");
  }

  /** The last request, whatever became of it; empty if there was none. */
  public Optional<Resync> last(Connection connection) {
    return one(connection, "true");
  }

  /** The request of this number. */
  public Optional<Resync> find(Connection connection, long id) {
    return one(connection, "id = " + id);
  }

  private Optional<Resync> one(Connection connection, String which) {
    Record row =
        Sql.on(connection)
            .fetchOne(
                "SELECT " + COLUMNS + " FROM {0} WHERE " + which + " ORDER BY id DESC LIMIT 1",
                tables.resync());
    return Optional.ofNullable(row).map(Resyncs::resync);
  }

  private static Resync resync(Record row) {
    return new Resync(
        row.get("id", Long.class),
        row.get("epoch", String.class),
        row.get("field", String.class),
        row.get("actor", String.class),
        instant(row, "requested_at"),
        instant(row, "started_at"),
        instant(row, "cleared_at"),
        instant(row, "done_at"));
  }

  private static Instant instant(Record row, String column) {
    OffsetDateTime at = row.get(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /**
   * In which time the pipeline is: empty while a resync is pending, so that nobody works in any.
   *
   * @return the epoch of the last resync, or {@link #FIRST_EPOCH}
   */
  public Optional<String> epoch(Connection connection) {
    return Optional.of(
            Sql.on(connection)
                .fetchOne(
                    "SELECT COALESCE((SELECT CASE WHEN cleared_at IS NULL THEN 'pending'"
                        + " ELSE epoch::text END FROM {0} ORDER BY id DESC LIMIT 1), {1})",
                    tables.resync(), DSL.val(FIRST_EPOCH))
                .get(0, String.class))
        .filter(epoch -> !epoch.equals("pending"));
  }

  /** Says that a process begins with it. */
  public void started(Connection connection, Resync resync, String instance) {
    DSLContext sql = Sql.on(connection);
    int rows =
        sql.execute(
            "UPDATE {0} SET started_at = pg_catalog.clock_timestamp()"
                + " WHERE id = {1} AND started_at IS NULL",
            tables.resync(), DSL.val(resync.id()));
    if (rows > 0) {
      events(sql, "resync_started", instance, resync.field());
    }
  }

  /**
   * Begins the new time: every field has its next generation, of which nothing has been settled,
   * under the pause and the pace that people have set; nothing is left of the ones before. To be
   * called once slot and topics are gone.
   */
  public void cleared(Connection connection, Resync resync) {
    DSLContext sql = Sql.on(connection);
    int rows =
        sql.execute(
            "UPDATE {0} SET cleared_at = pg_catalog.clock_timestamp()"
                + " WHERE id = {1} AND cleared_at IS NULL",
            tables.resync(), DSL.val(resync.id()));
    if (rows == 0) {
      return;
    }
    sql.execute(
        "UPDATE {0} SET done_at = pg_catalog.clock_timestamp() WHERE id < {1} AND done_at IS NULL",
        tables.resync(), DSL.val(resync.id()));
    sql.execute("LOCK TABLE {0} IN SHARE ROW EXCLUSIVE MODE", tables.field());
    sql.execute("DELETE FROM {0} WHERE NOT current", tables.field());
    sql.execute("UPDATE {0} SET current = false", tables.field());
    sql.execute(
        "INSERT INTO {0} (name, generation, definition, fingerprint, target_schema, target_table,"
            + " partitions, rows_total, paused, pace_rows_per_second, pace_max_hold_micros)"
            + " SELECT name, generation + 1, definition, fingerprint, target_schema, target_table,"
            + " partitions, rows_total, paused, pace_rows_per_second, pace_max_hold_micros FROM {0}",
        tables.field());
    sql.execute("DELETE FROM {0} WHERE NOT current", tables.field());
  }

  /**
   * Says that all is as it should be again, if every field is live and it was not said before.
   *
   * @param fields that the pipeline fills
   * @return whether this call said it
   */
  public boolean done(Connection connection, String instance, Collection<String> fields) {
    DSLContext sql = Sql.on(connection);
    Record row =
        sql.fetchOne(
            "UPDATE {0} AS r SET done_at = pg_catalog.clock_timestamp()"
                + " WHERE r.done_at IS NULL AND r.cleared_at IS NOT NULL AND NOT EXISTS ("
                + "SELECT FROM {1} AS s WHERE s.name = ANY({2}) AND NOT s.live) RETURNING r.field",
            tables.resync(), tables.status(), DSL.val(fields.toArray(String[]::new)));
    if (row == null) {
      return false;
    }
    events(sql, "resync_done", instance, row.get(0, String.class));
    return true;
  }

  /** One event for each field, since each is read again. */
  private void events(DSLContext sql, String kind, String actor, String askedFor) {
    String detail = JsonNodeFactory.instance.objectNode().put("askedFor", askedFor).toString();
    sql.execute(
        "INSERT INTO {0} (actor, field, kind, detail)"
            + " SELECT {1}, name, {2}, {3}::jsonb FROM {4} WHERE current ORDER BY name",
        tables.event(), DSL.val(actor), DSL.val(kind), DSL.val(detail), tables.field());
  }
}
