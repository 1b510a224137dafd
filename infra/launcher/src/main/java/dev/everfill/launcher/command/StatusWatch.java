package dev.everfill.launcher.command;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.launcher.progress.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Shows one snapshot after the other until it is ended: on a screen in place, elsewhere again
 * whenever something has changed. Outlives an outage of the server, and says so. For one thread.
 */
final class StatusWatch {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Supplier<Snapshot> source;
  private Snapshot last;
  private Snapshot.Trouble outage;
  private List<Object> shown;

  /**
   * @param source throws if the server cannot be reached
   */
  StatusWatch(Supplier<Snapshot> source) {
    this.source = source;
  }

  /** Draws until it is ended. */
  void on(Screen screen, Ending ending) throws InterruptedException {
    do {
      screen.draw(StatusPage.lines(next(), screen.columns()));
    } while (!ending.within(EVERY));
  }

  /** Hands over what has changed until it is ended. */
  void into(Consumer<Snapshot> print, Ending ending) throws InterruptedException {
    do {
      Snapshot now = next();
      List<Object> told = told(now);
      if (!told.equals(shown)) {
        print.accept(now);
        shown = told;
      }
    } while (!ending.within(EVERY));
  }

  private Snapshot next() {
    try {
      last = source.get();
      outage = null;
      return last;
    } catch (EverfillException failed) {
      if (failed.reason() != Reason.SERVER_UNREACHABLE || last == null) {
        throw failed;
      }
      if (outage == null) {
        outage =
            new Snapshot.Trouble(
                failed.reason().code(), failed.getMessage(), java.time.Instant.now());
      }
      return last.seen(last.at(), last.started(), outage);
    }
  }

  /** What a change is: not that time goes by, nor a rate that is never the same. */
  private static List<Object> told(Snapshot snapshot) {
    List<Object> told = new ArrayList<>();
    told.add(Objects.toString(snapshot.trouble()));
    snapshot.fields().forEach(field -> told.add(told(field)));
    for (InstanceView instance : snapshot.instances()) {
      told.add(List.of(instance.id(), instance.running()));
    }
    told.add(snapshot.slot() == null ? "" : snapshot.slot().status());
    return told;
  }

  private static List<String> told(FieldView field) {
    return List.of(
        field.name(),
        field.state(),
        Objects.toString(field.reason()),
        Objects.toString(field.error()),
        String.valueOf(field.ready()),
        String.valueOf(field.generation()),
        String.valueOf(field.rowsProcessed()),
        Objects.toString(field.rowsTotal()),
        Objects.toString(field.pace()),
        String.valueOf(field.paused()),
        String.valueOf(field.quarantinedRows()),
        Objects.toString(field.verified()));
  }
}
