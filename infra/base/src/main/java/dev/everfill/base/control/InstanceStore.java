package dev.everfill.base.control;

import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The processes that run a pipeline, as they say themselves. Everything happens on the caller's
 * connection and in the caller's transaction; failures are jOOQ's {@code DataAccessException}. Safe
 * for all threads.
 */
public final class InstanceStore {
  /** Who has not been heard of for so long is shown no more as running; some beats may get lost. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private static final String FORGOTTEN = "interval '1 hour'";
  private final ControlTables tables;

  /**
   * @param schema the control schema
   */
  public InstanceStore(String schema) {
    this.tables = new ControlTables(schema);
  }

  /**
   * Says that an instance runs, and forgets those that nobody has heard of for an hour. Losing it
   * in a crash of the server is harmless, so that its commit waits for no disk.
   *
   * @param rates of the fields that it writes; of one that is not there any more nothing is stored
   */
  public void beat(Connection connection, InstanceStatus one, List<FieldRate> rates) {
    DSLContext sql = Sql.on(connection);
    sql.fetch("SELECT pg_catalog.set_config('synchronous_commit', 'off', true)");
    sql.execute(
        "INSERT INTO {0} (id, host, pid, reserved, cap, near_cap) VALUES ({1}, {2}, {3}, {4}, {5},"
            + " {6}) ON CONFLICT (id) DO UPDATE SET seen_at = pg_catalog.clock_timestamp(),"
            + " reserved = EXCLUDED.reserved, cap = EXCLUDED.cap, near_cap = EXCLUDED.near_cap",
        tables.instance(),
        DSL.val(one.id()),
        DSL.val(one.host()),
        DSL.val(one.pid()),
        DSL.val(one.connections().reserved()),
        DSL.val(one.connections().cap()),
        DSL.val(one.connections().nearCap()));
    rates.forEach(rate -> store(sql, one.id(), rate));
    sql.execute(
        "DELETE FROM {0} WHERE seen_at < pg_catalog.clock_timestamp() - " + FORGOTTEN,
        tables.instance());
  }

  private void store(DSLContext sql, String instance, FieldRate rate) {
    Double eta = rate.etaSeconds().isPresent() ? rate.etaSeconds().getAsDouble() : null;
    sql.execute(
        "INSERT INTO {0} (field, generation, instance, rows_per_second, eta_seconds)"
            + " SELECT name, generation, {3}, {4}, {5} FROM {6}"
            + " WHERE name = {1} AND generation = {2}"
            + " ON CONFLICT (field, generation, instance) DO UPDATE SET"
            + " rows_per_second = EXCLUDED.rows_per_second, eta_seconds = EXCLUDED.eta_seconds,"
            + " updated_at = pg_catalog.clock_timestamp()",
        tables.fieldRate(),
        DSL.val(rate.field().name()),
        DSL.val(rate.field().generation()),
        DSL.val(instance),
        DSL.val(rate.rowsPerSecond()),
        DSL.val(eta, Double.class),
        tables.field());
  }

  /** Removes an instance that stops. */
  public void forget(Connection connection, String id) {
    Sql.on(connection).execute("DELETE FROM {0} WHERE id = {1}", tables.instance(), DSL.val(id));
  }

  /** Those that have not been forgotten, the youngest first. */
  public List<InstanceStatus> read(Connection connection) {
    return Sql.on(connection)
        .fetch(
            "SELECT *, GREATEST(0, extract(epoch FROM pg_catalog.clock_timestamp() - seen_at))"
                + " AS age FROM {0} ORDER BY started_at DESC, id LIMIT 1000",
            tables.instance())
        .map(InstanceStore::instance);
  }

  /** Whether any has been heard of lately. */
  public boolean anyRuns(Connection connection) {
    return Sql.on(connection)
        .fetchOne(
            "SELECT EXISTS (SELECT FROM {0} WHERE seen_at > pg_catalog.clock_timestamp()"
                + " - {1} * interval '1 second')",
            tables.instance(), DSL.val(SILENCE.toSeconds()))
        .get(0, Boolean.class);
  }

  private static InstanceStatus instance(Record row) {
    return new InstanceStatus(
        row.get("id", String.class),
        row.get("host", String.class),
        row.get("pid", Long.class),
        new ConnectionBudget.Usage(
            row.get("reserved", Integer.class),
            row.get("cap", Integer.class),
            row.get("near_cap", Boolean.class)),
        row.get("started_at", OffsetDateTime.class).toInstant(),
        row.get("seen_at", OffsetDateTime.class).toInstant(),
        row.get("age", Double.class));
  }

  /**
   * How many rows per second each field's instances settle together.
   *
   * @param but an instance that is left out; null for none
   */
  public Map<FieldRef, Double> rates(Connection connection, String but) {
    Map<FieldRef, Double> rates = new HashMap<>();
    Sql.on(connection)
        .fetch(
            "SELECT field, generation, pg_catalog.sum(rows_per_second) AS rate FROM {0}"
                + " WHERE instance IS DISTINCT FROM {1}"
                + " AND updated_at > pg_catalog.clock_timestamp() - {2} * interval '1 second'"
                + " GROUP BY field, generation LIMIT 10000",
            tables.fieldRate(), DSL.val(but, String.class), DSL.val(SILENCE.toSeconds()))
        .forEach(
            row ->
                rates.put(
                    new FieldRef(
                        row.get("field", String.class), row.get("generation", Integer.class)),
                    row.get("rate", Double.class)));
    return rates;
  }
}
