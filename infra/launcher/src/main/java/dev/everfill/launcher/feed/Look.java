package dev.everfill.launcher.feed;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.EventLog;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.QuarantineStore;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.status.EventView;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.Snapshot.Trouble;
import dev.everfill.launcher.pipeline.FieldProgress;
import dev.everfill.launcher.pipeline.StageStatuses;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts together what one source says. For the feed's thread. */
final class Look {
  private static final int QUARANTINED = 1_000;

  /** What one look found. */
  record Seen(Snapshot snapshot, List<EventView> events) {}

  private record Control(
      StatusReport report, List<QuarantineView> quarantine, List<EventView> events) {}

  private final Source source;
  private final Clock clock;
  private final StageViews stages = new StageViews();

  Look(Source source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * @param lastEvent events after it are wanted
   * @throws EverfillException if the server fails
   */
  Seen at(long lastEvent) {
    Control control =
        source.ask(
            "reading the state",
            connection -> {
              StatusReport report = StatusReport.read(connection, source.schema());
              return new Control(
                  report,
                  quarantine(connection, source.schema(), report),
                  new EventLog(source.schema()).read(connection, lastEvent, EventTail.KEPT));
            });
    return new Seen(snapshot(control), control.events());
  }

  private Snapshot snapshot(Control control) {
    return new Snapshot(
        clock.instant(),
        true,
        null,
        fields(control.report()),
        control.report().instances().stream().map(Look::instance).toList(),
        source.connections(),
        control.quarantine(),
        source.slot());
  }

  private List<FieldView> fields(StatusReport report) {
    Map<String, FieldProgress> progress = new HashMap<>();
    source.progress(report).forEach(one -> progress.put(one.status().field().name(), one));
    Map<String, StageStatus.Failure> failures = source.failures();
    StageStatuses statuses = source.stages();
    List<FieldView> views = new ArrayList<>();
    source
        .fields()
        .forEach(
            (name, pace) -> {
              FieldProgress field = progress.get(name);
              if (field != null) {
                FieldStatus status = field.status();
                FieldView.Stages of = stages.of(field, statuses, System.nanoTime());
                views.add(FieldViews.of(report, status, pace, failures.get(name), of));
              }
            });
    return views;
  }

  /** The oldest rows of it; asked for only where the report says that there are any. */
  static List<QuarantineView> quarantine(
      Connection connection, String schema, StatusReport report) {
    boolean any = report.fields().stream().anyMatch(field -> field.quarantinedRows() > 0);
    return any ? new QuarantineStore(schema).view(connection, QUARANTINED) : List.of();
  }

  static InstanceView instance(InstanceStatus one) {
    return new InstanceView(
        one.id(),
        one.host(),
        one.pid(),
        one.startedAt(),
        one.seenAt(),
        StatusReport.runs(one),
        one.connections());
  }

  /** What was seen before, with why nothing newer could be. */
  Snapshot troubled(Snapshot last, RuntimeException failure) {
    Reason reason = failure instanceof EverfillException known ? known.reason() : Reason.INTERNAL;
    Snapshot troubled =
        Snapshots.troubled(last, new Trouble(reason.code(), failure.getMessage(), clock.instant()));
    return Failed.over(troubled, source.failures());
  }
}
