package dev.everfill.launcher.feed;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.status.FieldView.Stage;
import dev.everfill.base.status.FieldView.Stages;
import dev.everfill.launcher.eta.RowRate;
import dev.everfill.launcher.pipeline.FieldProgress;
import dev.everfill.launcher.pipeline.StageStatuses;
import java.util.HashMap;
import java.util.Map;

/** The stages of a field as they are shown, with rates measured from look to look. One thread. */
final class StageViews {
  private final Map<String, RowRate> rates = new HashMap<>();

  /**
   * @param stages those that run in this process
   * @param nanos the monotonic clock
   */
  Stages of(FieldProgress field, StageStatuses stages, long nanos) {
    String name = field.status().field().name();
    return new Stages(
        stage(name + "/capture", stages.capture(), field.capture(), nanos),
        stage(name + "/compute", stages.compute().get(name), field.compute(), nanos),
        stage(name + "/write", stages.write(), field.write(), nanos));
  }

  private Stage stage(String name, StageStatus status, Progress progress, long nanos) {
    if (status == null) {
      return null;
    }
    RowRate rate = rates.computeIfAbsent(name, n -> new RowRate());
    rate.at(nanos, progress.handled(), progress.handled());
    return new Stage(
        status.running(),
        progress.done(),
        progress.total() < 0 ? null : progress.total(),
        progress.complete(),
        rate.perSecond(nanos),
        progress.lag(),
        progress.lagSeconds(),
        status.waitingFor(),
        status.failure() == null ? null : status.failure().message());
  }
}
