package dev.everfill.launcher.progress;

import dev.everfill.base.control.FieldState;
import dev.everfill.launcher.pipeline.FieldProgress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A plain line per field every few seconds, and at once when a field becomes live. */
final class LineView extends ProgressView {
  private static final long INTERVAL_NANOS = 3_000_000_000L;
  private final Terminal terminal;
  private final Set<String> live = new HashSet<>();
  private long next = System.nanoTime();
  private String waited;

  private final Set<String> failed = new HashSet<>();

  LineView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  void draw(FieldProgress field, List<StageLine> stages) {
    String name = field.status().field().name();
    boolean due = System.nanoTime() >= next;
    if (field.status().state() == FieldState.FAILED) {
      if (failed.add(name)) {
        terminal.say(name + ": failed (" + field.status().reason() + ")");
      }
    } else if (field.status().live()) {
      if (live.add(name)) {
        terminal.say(name + ": live, " + StageLine.number(field.status().rowsDone()) + " rows");
      }
    } else if (due && field.status().state() == FieldState.PAUSED) {
      terminal.say(name + ": paused; everfill resume " + name + " lets it go on");
    } else if (due) {
      terminal.say(
          name + ": " + stages.stream().map(StageLine::text).collect(Collectors.joining(" · ")));
    }
  }

  @Override
  void drawn(String waitingFor) {
    if (System.nanoTime() >= next) {
      next = System.nanoTime() + INTERVAL_NANOS;
    }
    if (waitingFor != null && !Objects.equals(waitingFor, waited)) {
      terminal.say("waiting: " + waitingFor);
    }
    waited = waitingFor;
  }

  @Override
  public void close() {}
}
