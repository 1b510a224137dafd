package dev.everfill.base.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Pause, resume, pace and retry: written by commands, read by the write stage within a second. What
 * is asked and the event that says who asked are one transaction, the caller's; failures are jOOQ's
 * {@code DataAccessException}. Safe for all threads.
 */
public final class Controls {
  private final ControlTables tables;
  private final EventLog events;

  /**
   * @param schema the control schema
   */
  public Controls(String schema) {
    this.tables = new ControlTables(schema);
    this.events = new EventLog(schema);
  }

  /**
   * Asks that nothing more be read or written for a field, until {@link #resume}. Its state stays
   * what it is. Pausing twice is harmless and told once.
   *
   * @param actor who asks
   * @return whether there is such a field
   */
  public boolean pause(Connection connection, String field, String actor) {
    return paused(connection, field, true, "paused", actor);
  }

  /**
   * Takes a pause back; harmless if there is none.
   *
   * @param actor who asks
   * @return whether there is such a field
   */
  public boolean resume(Connection connection, String field, String actor) {
    return paused(connection, field, false, "resumed", actor);
  }

  private boolean paused(
      Connection connection, String field, boolean paused, String kind, String actor) {
    int rows =
        Sql.on(connection)
            .execute(
                "UPDATE {0} SET paused = {1}, updated_at = pg_catalog.now()"
                    + " WHERE name = {2} AND current AND paused <> {1}",
                tables.field(), DSL.val(paused), DSL.val(field));
    if (rows > 0) {
      events.add(connection, actor, field, kind, "{}");
    }
    return rows > 0 || exists(connection, field);
  }

  /**
   * Sets what bounds a field's writing from now on, instead of what was set before.
   *
   * @param rowsPerSecond {@link FieldControl#UNLIMITED} for no bound; empty for what the
   *     configuration says
   * @param maxHold whole microseconds count; null for what the configuration says
   * @param actor who asks
   * @return whether there is such a field
   * @throws IllegalArgumentException if a bound is negative, or the hold not above zero
   */
  public boolean pace(
      Connection connection,
      String field,
      OptionalLong rowsPerSecond,
      Duration maxHold,
      String actor) {
    Long rows = rowsPerSecond.isPresent() ? rowsPerSecond.getAsLong() : null;
    Long micros = maxHold == null ? null : maxHold.toNanos() / 1000;
    if (rows != null && rows < 0 || micros != null && micros < 1) {
      throw new IllegalArgumentException(
          "a pace is at least 0 rows per second and 1 µs of hold but was " + rows + ", " + maxHold);
    }
    int changed =
        Sql.on(connection)
            .execute(
                "UPDATE {0} SET pace_rows_per_second = {1}, pace_max_hold_micros = {2},"
                    + " updated_at = pg_catalog.now() WHERE name = {3} AND current"
                    + " AND (pace_rows_per_second, pace_max_hold_micros) IS DISTINCT FROM ({1}, {2})",
                tables.field(),
                DSL.val(rows, Long.class),
                DSL.val(micros, Long.class),
                DSL.val(field));
    if (changed > 0) {
      events.add(connection, actor, field, "paced", detail(rows, micros));
    }
    return changed > 0 || exists(connection, field);
  }

  private static String detail(Long rows, Long micros) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("rowsPerSecond", rows);
    detail.put("maxHoldMicros", micros);
    return detail.toString();
  }

  /**
   * Asks for another try of one quarantined row with the values that were refused.
   *
   * @param quarantineId of the row in the table {@code quarantine}
   * @param actor who asks
   * @return whether there is such a row, in a current generation and with values to try
   */
  public boolean retry(Connection connection, long quarantineId, String actor) {
    Record row =
        Sql.on(connection)
            .fetchOne(
                "UPDATE {0} AS q SET retry_requested_at = pg_catalog.clock_timestamp() FROM {1} AS f"
                    + " WHERE q.id = {2} AND f.name = q.field AND f.generation = q.generation"
                    + " AND f.current AND q.key IS NOT NULL AND q.columns IS NOT NULL"
                    + " RETURNING q.field",
                tables.quarantine(), tables.field(), DSL.val(quarantineId));
    if (row == null) {
      return false;
    }
    retried(connection, row.get(0, String.class), actor, 1);
    return true;
  }

  /**
   * Asks for another try of all of a field's quarantined rows.
   *
   * @param actor who asks
   * @return how many there are with values to try
   */
  public int retry(Connection connection, String field, String actor) {
    int rows =
        Sql.on(connection)
            .execute(
                "UPDATE {0} AS q SET retry_requested_at = pg_catalog.clock_timestamp() FROM {1} AS f"
                    + " WHERE f.name = {2} AND f.current AND q.field = f.name"
                    + " AND q.generation = f.generation AND q.key IS NOT NULL"
                    + " AND q.columns IS NOT NULL",
                tables.quarantine(), tables.field(), DSL.val(field));
    if (rows > 0) {
      retried(connection, field, actor, rows);
    }
    return rows;
  }

  private void retried(Connection connection, String field, String actor, int rows) {
    events.add(connection, actor, field, "retry_requested", "{\"rows\":" + rows + "}");
  }

  /** What has been asked of each field's current generation. */
  public Map<FieldRef, FieldControl> read(Connection connection) {
    Map<FieldRef, FieldControl> controls = new HashMap<>();
    for (Record row :
        Sql.on(connection)
            .fetch(
                "SELECT name, generation, paused, pace_rows_per_second, pace_max_hold_micros"
                    + " FROM {0} WHERE current LIMIT 10000",
                tables.field())) {
      controls.put(
          new FieldRef(row.get("name", String.class), row.get("generation", Integer.class)),
          control(row));
    }
    return controls;
  }

  static FieldControl control(Record row) {
    Long rows = row.get("pace_rows_per_second", Long.class);
    Long micros = row.get("pace_max_hold_micros", Long.class);
    return new FieldControl(
        row.get("paused", Boolean.class),
        rows == null ? OptionalLong.empty() : OptionalLong.of(rows),
        Optional.ofNullable(micros).map(one -> Duration.ofNanos(one * 1000)));
  }

  private boolean exists(Connection connection, String field) {
    return Sql.on(connection)
        .fetchOne(
            "SELECT EXISTS (SELECT FROM {0} WHERE name = {1} AND current)",
            tables.field(), DSL.val(field))
        .get(0, Boolean.class);
  }
}
