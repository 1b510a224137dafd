package dev.everfill.ops.metrics;

import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.time.Instant;
import java.util.List;

/** Snapshots as a feed gives them. */
final class Views {
  private Views() {}

  static Snapshot snapshot(SlotView slot, FieldView... fields) {
    return new Snapshot(
        Instant.EPOCH, true, null, List.of(fields), List.of(), null, List.of(), slot);
  }

  /** Everything that can be known is known. */
  static FieldView live(String name) {
    return new FieldView(
        name,
        "live",
        null,
        true,
        1,
        80,
        80L,
        100,
        70,
        2.5,
        0.0,
        new FieldView.Throttle(
            0.7,
            List.of(
                new FieldView.PaceView("hold", 0.7, "7 ms of 10"),
                new FieldView.PaceView("replica-lag", 0.25, "0.5 s of 2 s")),
            4.0,
            9.0,
            200),
        false,
        new FieldView.Pace(null, 20, false),
        3,
        0.75,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null,
        new FieldView.Stages(stage(null, 1.5), stage(42L, null), stage(7L, null)),
        new FieldView.Verified(Instant.EPOCH, 80, 5));
  }

  private static FieldView.Stage stage(Long lag, Double lagSeconds) {
    return new FieldView.Stage(true, 80, 80L, true, 2.5, lag, lagSeconds, null, null);
  }

  /** Nothing that may be unknown is known. */
  static FieldView inState(String name, String state, String reason) {
    return new FieldView(
        name,
        state,
        reason,
        false,
        1,
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        false,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        new FieldView.Stages(null, null, null),
        null);
  }
}
