package dev.everfill.ops.dashboard;

import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.FieldView.Pace;
import dev.everfill.base.status.FieldView.PaceView;
import dev.everfill.base.status.FieldView.Stage;
import dev.everfill.base.status.FieldView.Stages;
import dev.everfill.base.status.FieldView.Throttle;
import dev.everfill.base.status.FieldView.Verified;
import java.time.Instant;
import java.util.List;

/** A field to show; what is not said is as it is of a healthy one. */
final class Sketch {
  private final String name;
  private final long done;
  private final long total;
  private String state;
  private String reason;
  private String error;
  private Double rate;
  private Double eta;
  private Pace pace = new Pace(null, 20, false);
  private long quarantined;
  private Stages stages;
  private Verified verified;

  private Sketch(String name, String state, long done, long total) {
    this.name = name;
    this.state = state;
    this.done = done;
    this.total = total;
    this.stages = new Stages(stage(total, total), stage(total / 2, total), stage(done, total));
  }

  static Sketch of(String name, String state, long done, long total) {
    return new Sketch(name, state, done, total);
  }

  private static Stage stage(long done, long total) {
    boolean complete = done == total;
    double rate = complete ? 12 : 4200;
    return new Stage(true, done, total, complete, rate, total - done, 0.02, null, null);
  }

  Sketch moving(double perSecond, double secondsLeft) {
    rate = perSecond;
    eta = secondsLeft;
    return this;
  }

  Sketch state(String next, String why) {
    state = next;
    reason = why;
    rate = null;
    eta = null;
    return this;
  }

  Sketch failed(String code, String words) {
    error = words;
    Stage dead = new Stage(false, done, total, true, 0, null, null, null, code);
    stages = new Stages(dead, null, null);
    return state("failed", code);
  }

  Sketch pace(Pace next) {
    pace = next;
    return this;
  }

  Sketch verified(Verified result) {
    verified = result;
    return this;
  }

  Sketch quarantined(long rows) {
    quarantined = rows;
    return this;
  }

  FieldView view(Instant now) {
    boolean live = state.equals("live");
    return new FieldView(
        name,
        state,
        reason,
        live,
        1,
        done,
        total,
        100.0 * done / total,
        done,
        rate,
        eta,
        throttle(live),
        state.equals("paused"),
        pace,
        quarantined,
        live ? 0.42 : null,
        now.minusSeconds(90),
        now,
        error == null ? null : now,
        error,
        stages,
        verified);
  }

  private static Throttle throttle(boolean live) {
    List<PaceView> reasons =
        List.of(
            new PaceView("hold-time", 0.74, "batches hold rows for 14.8 ms of at most 20.0 ms"),
            new PaceView("wal-rate", 0.55, "38 MiB of log per second of 70"));
    return live
        ? new Throttle(0.14, List.of(), 1.9, 6.4, 38)
        : new Throttle(0.74, reasons, 8.2, 14.8, 512);
  }
}
