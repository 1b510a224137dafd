package dev.everfill.ops.dashboard;

import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.status.EventView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Pipelines to show, one per state that people meet. */
final class Scenes {
  static final String SEEN = "transmissions.last_seen";
  static final String SUSPICIOUS = "skills.is_suspicious";
  static final String SUMMARY = "skills.latest_version_summary";
  static final String WAY_OUT =
      "The column observations.timestamp, which it reads, was dropped. Restore it or change the"
          + " SELECT in everfill.yaml.";
  private static final ConnectionBudget.Usage USED = new ConnectionBudget.Usage(7, 15, false);

  private Scenes() {}

  static Snapshot of(Sketch... fields) {
    return build(true, null, List.of(), fields);
  }

  static Snapshot starting() {
    return build(false, null, List.of());
  }

  static Snapshot empty() {
    return build(true, null, List.of());
  }

  static Snapshot capturing() {
    return of(live(SEEN), Sketch.of(SUMMARY, "capturing", 0, 257_040).moving(0, 96));
  }

  static Snapshot backfilling() {
    return of(live(SEEN), filling());
  }

  static Snapshot live() {
    return of(live(SEEN), live(SUSPICIOUS), live(SUMMARY));
  }

  static Snapshot paused() {
    return of(live(SEEN), filling().state("paused", null));
  }

  static Snapshot failed() {
    return of(live(SEEN).failed("schema_changed", WAY_OUT), filling(), live(SUMMARY));
  }

  static Snapshot unreachable() {
    Snapshot.Trouble trouble =
        new Snapshot.Trouble(
            "server_unreachable",
            "PostgreSQL at localhost:5432 refuses connections. It is tried again every second.",
            Instant.now().minusSeconds(33));
    return build(true, trouble, List.of(), live(SEEN).state("interrupted", "server_unreachable"));
  }

  static Snapshot refusing(boolean retryRequested) {
    QuarantineView row =
        new QuarantineView(
            7,
            SUSPICIOUS,
            Instant.now().minusSeconds(31),
            "{\"id\": \"8f1c2b7e\"}",
            "23514",
            "new row for relation \"skills\" violates check constraint \"skills_flags_known\"",
            "everfill.derived.skills.is_suspicious.1-2@48123",
            1,
            retryRequested);
    return build(true, null, List.of(row), live(SEEN), filling().quarantined(1));
  }

  static Sketch live(String name) {
    return Sketch.of(name, "live", 71_204, 71_204).moving(212, 0);
  }

  static Sketch filling() {
    return Sketch.of(SUSPICIOUS, "backfilling", 111_234, 257_040).moving(8420, 17.3);
  }

  static EventView event(long id, String actor, String field, String kind, String detail) {
    return new EventView(id, Instant.now(), actor, field, kind, detail);
  }

  private static Snapshot build(
      boolean started, Snapshot.Trouble trouble, List<QuarantineView> rows, Sketch... fields) {
    Instant now = Instant.now();
    InstanceView instance =
        new InstanceView("a1", "app-db-7", 41_702, now.minusSeconds(90), now, true, USED);
    return new Snapshot(
        now,
        started,
        trouble,
        Stream.of(fields).map(field -> field.view(now)).toList(),
        List.of(instance),
        USED,
        rows,
        new SlotView("everfill", "reserved", 1_468_006L, null));
  }
}
