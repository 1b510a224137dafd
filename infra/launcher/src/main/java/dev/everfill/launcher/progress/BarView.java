package dev.everfill.launcher.progress;

import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.launcher.pipeline.FieldProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar per field and stage, redrawn in place. */
final class BarView extends ProgressView {
  private final Terminal terminal;
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

  BarView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  void draw(FieldProgress field, List<StageLine> stages) {
    String name = field.status().field().name();
    for (StageLine stage : stages) {
      ProgressBar bar = bars.computeIfAbsent(name + " " + stage.stage(), this::bar);
      if (stage.progress().total() >= 0) {
        bar.maxHint(Math.max(stage.progress().total(), stage.progress().done()));
      }
      bar.stepTo(stage.progress().done());
      bar.setExtraMessage(stage.stage().equals("write") ? outcome(field.status()) : "");
    }
  }

  private static String outcome(FieldStatus status) {
    if (status.state() == FieldState.FAILED) {
      return "failed: " + status.reason();
    }
    return status.live() ? "live" : "";
  }

  private ProgressBar bar(String task) {
    return new ProgressBarBuilder()
        .setTaskName(String.format("%-38s", task))
        .setInitialMax(-1)
        .setUpdateIntervalMillis(200)
        .setStyle(
            terminal.color()
                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                : ProgressBarStyle.UNICODE_BLOCK)
        .setUnit(" rows", 1)
        .showSpeed()
        .build();
  }

  @Override
  void drawn(String waitingFor) {
    if (waitingFor != null && !bars.isEmpty()) {
      bars.values().iterator().next().setExtraMessage("waiting: " + waitingFor);
    }
  }

  @Override
  public void close() {
    bars.values().forEach(ProgressBar::close);
    bars.clear();
  }
}
