package dev.everfill.launcher.feed;

import dev.everfill.base.component.StageStatus.Failure;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.FieldView.Pace;
import dev.everfill.base.status.FieldView.PaceView;
import dev.everfill.base.status.FieldView.Stages;
import dev.everfill.base.status.FieldView.Throttle;
import dev.everfill.base.status.FieldView.Verified;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** A field as the control schema and this process say it is, put into one view. Pure. */
final class FieldViews {
  private FieldViews() {}

  /**
   * @param configured what bounds its pace unless somebody has set something else; null if that is
   *     not known
   * @param failure why it failed in this process, which may not have been able to tell; null if it
   *     did not
   * @param stages null where nobody here runs any
   */
  static FieldView of(
      StatusReport report,
      FieldStatus status,
      PipelineConfig.Pace configured,
      Failure failure,
      Stages stages) {
    boolean failed = failure != null || status.state() == FieldState.FAILED;
    FieldRate rate = report.rate(status);
    String message = failure == null ? status.message() : failure.message();
    return new FieldView(
        status.field().name(),
        failed ? FieldState.FAILED.word() : status.state().word(),
        failure == null ? status.reason() : failure.reason(),
        status.live() && !failed,
        status.field().generation(),
        status.rowsDone(),
        status.rowsTotal(),
        status.percent().doubleValue(),
        status.rowsChanged(),
        rate.rowsPerSecond() > 0 && !failed ? tenth(rate.rowsPerSecond()) : null,
        rate.etaSeconds().isPresent() && !failed ? tenth(rate.etaSeconds().getAsDouble()) : null,
        throttle(report, status),
        status.control().paused(),
        pace(status, configured),
        status.quarantinedRows(),
        report.freshness(status),
        status.startedAt(),
        status.updatedAt(),
        status.endedAt(),
        failed ? message : null,
        stages,
        status.verifiedAt() == null
            ? null
            : new Verified(status.verifiedAt(), status.verifiedRows(), status.mismatches()));
  }

  private static Throttle throttle(StatusReport report, FieldStatus status) {
    Optional<ThrottleStatus> slowest =
        report.throttles(status).stream().max(Comparator.comparing(ThrottleStatus::holdP99));
    return new Throttle(
        report.utilization(status),
        report.reasons(status).stream()
            .map(r -> new PaceView(r.name(), r.utilization(), r.detail()))
            .toList(),
        slowest.map(one -> millis(one.holdP50())).orElse(null),
        slowest.map(one -> millis(one.holdP99())).orElse(null),
        slowest.map(ThrottleStatus::batchRows).orElse(null));
  }

  private static Pace pace(FieldStatus status, PipelineConfig.Pace configured) {
    if (configured == null) {
      return null;
    }
    FieldControl control = status.control();
    Long rows = configured.rowsPerSecond().orElse(null);
    if (control.rowsPerSecond().isPresent()) {
      long asked = control.rowsPerSecond().getAsLong();
      rows = asked == FieldControl.UNLIMITED ? null : (Long) asked;
    }
    Duration hold = control.maxHold().orElse(configured.maxHold());
    boolean overridden = control.rowsPerSecond().isPresent() || control.maxHold().isPresent();
    return new Pace(rows, millis(hold), overridden);
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
