package dev.everfill.launcher.feed;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * A pipeline as its database says it is, for a process that does not run it. What only the running
 * ones know (how far capture and compute are, what troubles them) is not in it. Stateless.
 */
public final class SchemaLook {
  private static final FieldView.Stages ELSEWHERE = new FieldView.Stages(null, null, null);
  private static final String SLOT =
      "SELECT COALESCE(wal_status, 'unknown') AS status,"
          + " pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn)"
          + "::pg_catalog.int8 AS retained, safe_wal_size AS safe"
          + " FROM pg_catalog.pg_replication_slots"
          + " WHERE slot_name = {0} AND database = pg_catalog.current_database()";

  private SchemaLook() {}

  /** Reads it all, in the caller's transaction. */
  public static Snapshot read(Connection connection, PipelineConfig config) {
    StatusReport report = StatusReport.read(connection, config.name());
    List<InstanceView> instances = report.instances().stream().map(Look::instance).toList();
    return new Snapshot(
        Instant.now(),
        instances.stream().anyMatch(InstanceView::running),
        null,
        report.fields().stream()
            .map(
                status -> {
                  PipelineConfig.Pace pace = pace(config, status.field().name());
                  return FieldViews.of(report, status, pace, null, ELSEWHERE);
                })
            .toList(),
        instances,
        new ConnectionBudget.Usage(0, 0, false),
        Look.quarantine(connection, config.name(), report),
        slot(connection, config.name()));
  }

  /**
   * By the target, as only PostgreSQL knows which columns a SELECT gives; null if that leaves it.
   */
  private static PipelineConfig.Pace pace(PipelineConfig config, String field) {
    List<PipelineConfig.Pace> stated =
        config.fields().stream()
            .filter(one -> field.equals(table(one)) || field.startsWith(table(one) + "."))
            .map(one -> one.pace() == null ? config.pace() : one.pace())
            .distinct()
            .toList();
    return stated.size() == 1 ? stated.get(0) : null;
  }

  private static String table(PipelineConfig.Field field) {
    String target = field.target().replace("\"", "");
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private static SlotView slot(Connection connection, String name) {
    Record row = Sql.on(connection).fetchOne(SLOT, DSL.val(name));
    return row == null
        ? new SlotView(name, "missing", null, null)
        : new SlotView(
            name,
            row.get("status", String.class),
            row.get("retained", Long.class),
            row.get("safe", Long.class));
  }
}
