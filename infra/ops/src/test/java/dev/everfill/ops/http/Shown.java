package dev.everfill.ops.http;

import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.status.EventView;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.time.Instant;
import java.util.List;

/** Snapshots to show. */
final class Shown {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final String LIVE = "public.skills.is_suspicious";
  static final String ODD = "t.\"a/b %é\"";
  static final SlotView SLOT = new SlotView("everfill", "reserved", 10L, null);
  private static final ConnectionBudget.Usage USAGE = new ConnectionBudget.Usage(3, 15, false);

  private Shown() {}

  /** Two fields, both live. */
  static Snapshot good() {
    return with(true, null, SLOT, field(LIVE, "live", true, null), field(ODD, "live", true, null));
  }

  static Snapshot with(
      boolean started, Snapshot.Trouble trouble, SlotView slot, FieldView... fields) {
    return at(NOW, started, trouble, slot, List.of(fields));
  }

  static Snapshot at(
      Instant at,
      boolean started,
      Snapshot.Trouble trouble,
      SlotView slot,
      List<FieldView> fields) {
    InstanceView instance = new InstanceView("i1", "host", 7, NOW, NOW, true, USAGE);
    return new Snapshot(
        at, started, trouble, fields, List.of(instance), USAGE, List.of(refused(41)), slot);
  }

  static FieldView field(String name, String state, boolean ready, String reason) {
    FieldView.Stage stage = new FieldView.Stage(true, 5, 10L, false, 2.5, 3L, 0.25, null, null);
    return new FieldView(
        name,
        state,
        reason,
        ready,
        1,
        5,
        10L,
        50,
        4,
        2.5,
        2.0,
        new FieldView.Throttle(
            0.5, List.of(new FieldView.PaceView("wal", 0.5, "half")), 1.5, 3.0, 100),
        state.equals("paused"),
        new FieldView.Pace(null, 20, false),
        1,
        0.3,
        NOW,
        NOW,
        null,
        state.equals("failed") ? "the column is gone: add it again" : null,
        new FieldView.Stages(stage, stage, stage),
        new FieldView.Verified(NOW, 10, 0));
  }

  static QuarantineView refused(long id) {
    return new QuarantineView(
        id, LIVE, NOW, "{\"id\":1}", "22003", "out of range", "topic 0 12", 2, false);
  }

  static EventView event(long id) {
    return new EventView(id, NOW, "api", LIVE, "paused", "{}");
  }
}
