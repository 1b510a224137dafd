package dev.everfill.base.control;

import dev.everfill.base.postgres.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Where a field stands, as the view {@code status} says.
 *
 * @param reason a code; null if there is none
 * @param message in words; null if there is none
 * @param live what {@code ready(name)} says
 * @param rowsDone settled, each counted once
 * @param rowsTotal null while unknown
 * @param percent 0 to 100
 * @param rowsChanged really changed, over all time
 * @param level everything committed before it has been written; 0 until live
 * @param startedAt null before the start; so are the other times before what they name
 * @param mismatches of the last verification; null before the first
 * @param control what people have asked of it; it may be paused and failed
 * @param quarantinedRows refused by PostgreSQL, and without a better value since
 */
public record FieldStatus(
    FieldRef field,
    FieldState state,
    String reason,
    String message,
    boolean live,
    long rowsDone,
    Long rowsTotal,
    BigDecimal percent,
    long rowsChanged,
    long level,
    Instant startedAt,
    Instant updatedAt,
    Instant liveAt,
    Instant endedAt,
    Instant verifiedAt,
    Long verifiedRows,
    Long mismatches,
    FieldControl control,
    long quarantinedRows) {

  /**
   * Every field's status, by name.
   *
   * @param schema the control schema
   */
  public static List<FieldStatus> all(Connection connection, String schema) {
    return Sql.on(connection)
        .fetch("SELECT * FROM {0} ORDER BY name LIMIT 10000", new ControlTables(schema).status())
        .map(FieldStatus::of);
  }

  /** Whether the column may be read: asks the function that applications ask. */
  public static boolean ready(Connection connection, String schema, String field) {
    return Sql.on(connection)
        .fetchOne("SELECT {0}({1})", new ControlTables(schema).ready(), DSL.val(field))
        .get(0, Boolean.class);
  }

  private static FieldStatus of(Record row) {
    return new FieldStatus(
        new FieldRef(row.get("name", String.class), row.get("generation", Integer.class)),
        FieldState.of(row.get("state", String.class)),
        row.get("reason", String.class),
        row.get("message", String.class),
        row.get("live", Boolean.class),
        row.get("rows_done", Long.class),
        row.get("rows_total", Long.class),
        row.get("percent", BigDecimal.class),
        row.get("rows_changed", Long.class),
        row.get("level", Long.class),
        instant(row, "started_at"),
        instant(row, "updated_at"),
        instant(row, "live_at"),
        instant(row, "ended_at"),
        instant(row, "verified_at"),
        row.get("verified_rows", Long.class),
        row.get("mismatches", Long.class),
        Controls.control(row),
        row.get("quarantined_rows", Long.class));
  }

  private static Instant instant(Record row, String column) {
    OffsetDateTime at = row.get(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
