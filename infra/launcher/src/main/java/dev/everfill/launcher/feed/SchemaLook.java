package dev.everfill.launcher.feed;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.producer.CaptureResources;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * A pipeline as its database says it is, for a process that does not run it. What only the running
 * ones know (how far capture and compute are, what troubles them) is not in it. Stateless.
 */
public final class SchemaLook {
  private static final FieldView.Stages ELSEWHERE = new FieldView.Stages(null, null, null);

  private SchemaLook() {}

  /** Reads it all, in the caller's transaction. */
  public static Snapshot read(Connection connection, PipelineConfig config) throws SQLException {
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
        new CaptureResources(config.name()).slot(connection));
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
}
