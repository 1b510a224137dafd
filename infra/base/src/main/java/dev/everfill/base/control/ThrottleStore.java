package dev.everfill.base.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What bounds the pace of each field, as the instances say. Safe for all threads. */
public final class ThrottleStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlTables tables;

  /**
   * @param schema the control schema
   */
  public ThrottleStore(String schema) {
    this.tables = new ControlTables(schema);
  }

  /** Stores what is so now; a field that is not there any more is left out. */
  public void write(Connection connection, List<ThrottleStatus> all) {
    var sql = Sql.on(connection);
    for (ThrottleStatus one : all) {
      sql.execute(
          "INSERT INTO {0} AS t (field, generation, instance, utilization, reasons, batch_rows,"
              + " hold_p50_micros, hold_p99_micros, rows_per_second)"
              + " SELECT name, generation, {3}, {4}, {5}, {6}, {7}, {8}, {9} FROM {10}"
              + " WHERE name = {1} AND generation = {2}"
              + " ON CONFLICT (field, generation, instance) DO UPDATE SET"
              + " utilization = EXCLUDED.utilization, reasons = EXCLUDED.reasons,"
              + " batch_rows = EXCLUDED.batch_rows, hold_p50_micros = EXCLUDED.hold_p50_micros,"
              + " hold_p99_micros = EXCLUDED.hold_p99_micros,"
              + " rows_per_second = EXCLUDED.rows_per_second,"
              + " updated_at = pg_catalog.clock_timestamp()",
          tables.throttle(),
          DSL.val(one.field().name()),
          DSL.val(one.field().generation()),
          DSL.val(one.instance()),
          DSL.val(one.utilization()),
          DSL.val(JSONB.valueOf(json(one.reasons()))),
          DSL.val(one.batchRows()),
          DSL.val(micros(one.holdP50())),
          DSL.val(micros(one.holdP99())),
          DSL.val(one.rowsPerSecond()),
          tables.field());
    }
  }

  /** Removes an instance's rows, and those that nobody has renewed for an hour. */
  public void forget(Connection connection, String instance) {
    Sql.on(connection)
        .execute(
            "DELETE FROM {0} WHERE instance = {1}"
                + " OR updated_at < pg_catalog.clock_timestamp() - interval '1 hour'",
            tables.throttle(), DSL.val(instance));
  }

  /**
   * What the instances have said lately, by field and instance.
   *
   * @param age what is older is left out
   */
  public List<ThrottleStatus> read(Connection connection, Duration age) {
    return Sql.on(connection)
        .fetch(
            "SELECT * FROM {0} WHERE updated_at > pg_catalog.clock_timestamp()"
                + " - {1} * interval '1 microsecond' ORDER BY field, generation, instance LIMIT 10000",
            tables.throttle(), DSL.val(micros(age)))
        .map(ThrottleStore::status);
  }

  private static ThrottleStatus status(Record row) {
    return new ThrottleStatus(
        new FieldRef(row.get("field", String.class), row.get("generation", Integer.class)),
        row.get("instance", String.class),
        row.get("utilization", Double.class),
        reasons(row.get("reasons", JSONB.class).data()),
        row.get("batch_rows", Integer.class),
        Duration.of(row.get("hold_p50_micros", Long.class), ChronoUnit.MICROS),
        Duration.of(row.get("hold_p99_micros", Long.class), ChronoUnit.MICROS),
        row.get("rows_per_second", Double.class),
        row.get("updated_at", OffsetDateTime.class).toInstant());
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private static String json(List<PaceReason> reasons) {
    try {
      return JSON.writeValueAsString(reasons);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("reasons that are no JSON: " + reasons, impossible);
    }
  }

  private static List<PaceReason> reasons(String json) {
    try {
      return List.of(JSON.readValue(json, PaceReason[].class));
    } catch (JsonProcessingException foreign) {
      throw new IllegalStateException(
          "the column reasons of the table throttle holds something else: " + json, foreign);
    }
  }
}
