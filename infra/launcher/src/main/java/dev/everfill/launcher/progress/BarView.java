package dev.everfill.launcher.progress;

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
      bar.maxHint(stage.total());
      bar.stepTo(stage.done());
      bar.setExtraMessage(
          stage.stage().equals("write") ? outcome(field.status(), stage) : message(stage));
    }
  }

  private static String message(StageLine stage) {
    String counted = stage.unit().equals("rows") ? "" : stage.unit() + " ";
    return stage.complete() ? "" : counted + stage.pace();
  }

  private static String outcome(FieldStatus status, StageLine stage) {
    return switch (status.state()) {
      case FAILED -> "failed: " + status.reason();
      case PAUSED -> "paused";
      default -> status.live() ? "live" : message(stage);
    };
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
        .hideEta()
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
