package dev.everfill.base.control;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.List;
import org.jooq.JSONB;
import org.jooq.Record;

/**
 * The fields and their states. Everything happens on the caller's connection and in the caller's
 * transaction; failures are jOOQ's {@code DataAccessException}. Safe for all threads.
 */
public final class FieldStore {
  private final ControlTables tables;
  private final EventLog events;

  /**
   * @param schema the control schema
   */
  public FieldStore(String schema) {
    this.tables = new ControlTables(schema);
    this.events = new EventLog(schema);
  }

  /**
   * Registers a definition: the same fingerprint keeps the field's current generation, another one
   * begins the next, under the pause and the pace that people have set. Of two callers at once the
   * second waits for the first.
   *
   * @param field its generation is not looked at
   * @param definition the field as JSON
   * @param partitions of its derived topic, ≥ 1
   * @return the generation to work with
   */
  public int register(
      Connection connection,
      FieldDefinition field,
      String definition,
      String fingerprint,
      int partitions) {
    var sql = Sql.on(connection);
    sql.execute("LOCK TABLE {0} IN SHARE ROW EXCLUSIVE MODE", tables.field());
    Record current =
        sql.fetchOne(
            "SELECT generation, fingerprint, partitions FROM {0} WHERE name = {1} AND current",
            tables.field(), value(field.name()));
    boolean same =
        current != null
            && fingerprint.equals(current.get("fingerprint", String.class))
            && partitions == current.get("partitions", Integer.class);
    if (same) {
      return current.get("generation", Integer.class);
    }
    return next(connection, field, definition, fingerprint, partitions);
  }

  private int next(
      Connection connection,
      FieldDefinition field,
      String definition,
      String fingerprint,
      int partitions) {
    var sql = Sql.on(connection);
    sql.execute(
        "UPDATE {0} SET current = false, updated_at = pg_catalog.now() WHERE name = {1} AND current",
        tables.field(), value(field.name()));
    int generation =
        sql.fetchOne(
                "INSERT INTO {0} (name, generation, definition, fingerprint, target_schema,"
                    + " target_table, partitions, paused, pace_rows_per_second, pace_max_hold_micros)"
                    + " SELECT {1}, COALESCE(pg_catalog.max(l.generation), 0) + 1, {2}, {3}, {4}, {5},"
                    + " {6}, COALESCE(pg_catalog.bool_or(l.paused), false),"
                    + " pg_catalog.max(l.pace_rows_per_second), pg_catalog.max(l.pace_max_hold_micros)"
                    + " FROM (SELECT * FROM {0} WHERE name = {1} ORDER BY generation DESC LIMIT 1) AS l"
                    + " RETURNING generation",
                tables.field(),
                value(field.name()),
                value(JSONB.valueOf(definition)),
                value(fingerprint),
                value(field.target().name().schema()),
                value(field.target().name().table()),
                value(partitions))
            .get(0, Integer.class);
    events.add(
        connection, "everfill", field.name(), "registered", "{\"generation\":" + generation + "}");
    return generation;
  }

  /** The current generation of every field, by name. */
  public List<FieldRow> all(Connection connection) {
    return Sql.on(connection)
        .fetch(
            "SELECT name, generation, definition, fingerprint, target_schema, target_table, state,"
                + " reason, message, partitions FROM {0} WHERE current ORDER BY name LIMIT 10000",
            tables.field())
        .map(FieldStore::row);
  }

  private static FieldRow row(Record row) {
    return new FieldRow(
        new FieldRef(row.get("name", String.class), row.get("generation", Integer.class)),
        row.get("definition", JSONB.class).data(),
        row.get("fingerprint", String.class),
        new TableName(
            row.get("target_schema", String.class), row.get("target_table", String.class)),
        FieldState.of(row.get("state", String.class)),
        row.get("reason", String.class),
        row.get("message", String.class),
        row.get("partitions", Integer.class));
  }

  /**
   * Says that work on a field begins or goes on after a stop: forgets why it ended, and takes the
   * state that its progress shows (capturing, backfilling or live). A paused field stays paused.
   */
  public void start(Connection connection, FieldRef field) {
    int rows =
        Sql.on(connection)
            .execute(
                "UPDATE {0} AS f SET started_at = COALESCE(started_at, pg_catalog.now()),"
                    + " updated_at = pg_catalog.now(), ended_at = NULL, reason = NULL,"
                    + " message = NULL, state = CASE"
                    + " WHEN (SELECT pg_catalog.count(*) FROM {1} AS p WHERE p.field = f.name"
                    + " AND p.generation = f.generation AND p.level > 0) = f.partitions THEN 'live'"
                    + " WHEN EXISTS (SELECT FROM {1} AS p WHERE p.field = f.name"
                    + " AND p.generation = f.generation AND p.high_offset > 0) THEN 'backfilling'"
                    + " ELSE 'capturing' END"
                    + " WHERE name = {2} AND generation = {3} AND state <> 'paused'",
                tables.field(), tables.progress(), value(field.name()), value(field.generation()));
    if (rows > 0) {
      events.add(connection, "everfill", field.name(), "started", "{}");
    }
  }

  /**
   * Sets a state.
   *
   * @param reason a code, null if the state needs none
   * @param message the reason in words, null if there is none
   */
  public void state(
      Connection connection, FieldRef field, FieldState state, String reason, String message) {
    boolean ended =
        state == FieldState.FAILED || state == FieldState.INTERRUPTED || state == FieldState.PAUSED;
    int rows =
        Sql.on(connection)
            .execute(
                "UPDATE {0} SET state = {1}, reason = {2}, message = {3},"
                    + " updated_at = pg_catalog.now(),"
                    + " ended_at = CASE WHEN {4} THEN pg_catalog.now() END"
                    + " WHERE name = {5} AND generation = {6}"
                    + " AND (state, reason, message) IS DISTINCT FROM ({1}, {2}, {3})",
                tables.field(),
                value(state.word()),
                value(reason),
                value(message),
                value(ended),
                value(field.name()),
                value(field.generation()));
    if (rows > 0) {
      events.add(connection, "everfill", field.name(), state.word(), EventLog.why(reason, message));
    }
  }

  /** Notes how many target rows there are to settle, for the percentage until progress knows. */
  public void total(Connection connection, FieldRef field, long rows) {
    Sql.on(connection)
        .execute(
            "UPDATE {0} SET rows_total = {1}, updated_at = pg_catalog.now()"
                + " WHERE name = {2} AND generation = {3}",
            tables.field(), value(rows), value(field.name()), value(field.generation()));
  }

  /**
   * Records a comparison with the SELECT.
   *
   * @param rows that were compared
   * @param mismatches rows that differ still, once repaired ones are taken off
   * @param actor who asked for it
   * @param detail what the event tells, a JSON object
   */
  public void verified(
      Connection connection,
      FieldRef field,
      long rows,
      long mismatches,
      String actor,
      String detail) {
    Sql.on(connection)
        .execute(
            "UPDATE {0} SET verified_at = pg_catalog.clock_timestamp(), verified_rows = {1},"
                + " mismatches = {2}, updated_at = pg_catalog.now()"
                + " WHERE name = {3} AND generation = {4}",
            tables.field(),
            value(rows),
            value(mismatches),
            value(field.name()),
            value(field.generation()));
    events.add(connection, actor, field.name(), "verified", detail);
  }

  /**
   * Declares the field live if every partition has a level; otherwise, or if it is so already, does
   * nothing. To be asked after each commit that gave a partition its first level: of two owners the
   * later one then sees both.
   *
   * @return whether this call made it live
   */
  public boolean liveIfComplete(Connection connection, FieldRef field) {
    int rows =
        Sql.on(connection)
            .execute(
                "UPDATE {0} AS f SET state = 'live', reason = NULL, message = NULL, ended_at = NULL,"
                    + " updated_at = pg_catalog.clock_timestamp(),"
                    + " live_at = COALESCE(live_at, pg_catalog.clock_timestamp()),"
                    + " rows_total = (SELECT pg_catalog.sum(p.expected_rows) FROM {1} AS p"
                    + " WHERE p.field = f.name AND p.generation = f.generation)"
                    + " WHERE name = {2} AND generation = {3}"
                    + " AND state IN ('pending', 'capturing', 'backfilling', 'interrupted')"
                    + " AND partitions = (SELECT pg_catalog.count(*) FROM {1} AS p"
                    + " WHERE p.field = f.name AND p.generation = f.generation AND p.level > 0)",
                tables.field(), tables.progress(), value(field.name()), value(field.generation()));
    if (rows > 0) {
      events.add(connection, "write", field.name(), "live", "{}");
    }
    return rows > 0;
  }

  /** Says that rows are being written, if it was not said yet. */
  public void backfilling(Connection connection, FieldRef field) {
    Sql.on(connection)
        .execute(
            "UPDATE {0} SET state = 'backfilling', updated_at = pg_catalog.now()"
                + " WHERE name = {1} AND generation = {2} AND state IN ('pending', 'capturing')",
            tables.field(), value(field.name()), value(field.generation()));
  }

  private static org.jooq.Param<?> value(Object value) {
    return org.jooq.impl.DSL.val(value);
  }
}
