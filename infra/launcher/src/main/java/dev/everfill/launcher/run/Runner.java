package dev.everfill.launcher.run;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.launcher.pipeline.FieldProgress;
import dev.everfill.launcher.pipeline.Pipeline;
import dev.everfill.launcher.progress.ProgressView;
import dev.everfill.launcher.progress.Terminal;
import dev.everfill.launcher.verify.Result;
import dev.everfill.launcher.verify.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Watches a pipeline until its fields are live, and verifies them. For one thread. */
public final class Runner {
  private static final long INTERVAL_MILLIS = 500;
  private static final String ACTOR = "everfill";

  private final Pipeline pipeline;
  private final Terminal terminal;
  private final BooleanSupplier stopped;
  private List<FieldProgress> last = List.of();
  private List<Reason> told = List.of();
  private String serverAway;

  /**
   * @param stopped asked now and then whether to give up
   */
  public Runner(Pipeline pipeline, Terminal terminal, BooleanSupplier stopped) {
    this.pipeline = pipeline;
    this.terminal = terminal;
    this.stopped = stopped;
  }

  /**
   * Shows progress until every field is live.
   *
   * @return false if it was stopped before
   * @throws dev.everfill.base.error.EverfillException if a field fails
   */
  public boolean untilLive() throws InterruptedException {
    try (ProgressView view = ProgressView.on(terminal)) {
      while (!stopped.getAsBoolean()) {
        show(view, false);
        if (live()) {
          return true;
        }
        pipeline.check();
        Thread.sleep(INTERVAL_MILLIS);
      }
    }
    return false;
  }

  /**
   * Keeps going until it is stopped, whatever fails: a process that stays tells whoever is on call
   * why.
   *
   * @param beside runs now and then while every field is live; what fails in it is said and tried
   *     again
   */
  public void untilStopped(Beside beside) throws InterruptedException {
    try (ProgressView view = ProgressView.on(terminal)) {
      while (!stopped.getAsBoolean()) {
        show(view, true);
        tell();
        if (live()) {
          run(beside);
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
    }
  }

  /** What else there is to do while all is well. */
  public interface Beside {
    /** Nothing. */
    Beside NOTHING = () -> {};

    /** Returns soon, or waits for the same end as its caller. */
    void run() throws InterruptedException;
  }

  private void run(Beside beside) throws InterruptedException {
    try {
      beside.run();
    } catch (EverfillException failed) {
      terminal.say(failed.getMessage());
    }
  }

  /** Says each failure once. */
  private void tell() {
    List<Reason> now = pipeline.reasons();
    if (!now.equals(told) && !now.isEmpty()) {
      try {
        pipeline.check();
      } catch (EverfillException failed) {
        terminal.say(failed.getMessage());
      }
    }
    told = now;
  }

  private boolean live() {
    return serverAway == null
        && pipeline.reasons().isEmpty()
        && last.stream().allMatch(field -> field.status().live());
  }

  /** The stages outlive an outage of PostgreSQL, so this does too. */
  private void show(ProgressView view, boolean staying) {
    try {
      last = pipeline.progress();
      serverAway = null;
    } catch (EverfillException failed) {
      boolean passing =
          failed.reason() == Reason.SERVER_UNREACHABLE || failed.reason() == Reason.DISK_FULL;
      if (!passing && !staying) {
        throw failed;
      }
      serverAway = failed.getMessage();
    }
    view.show(last, serverAway == null ? pipeline.waitingFor() : serverAway);
  }

  /**
   * Compares every field with its SELECT; differences that writes in flight explain do not count.
   */
  public List<Verdict> verify() throws InterruptedException {
    List<Verdict> verdicts = new ArrayList<>();
    for (FieldDefinition field : pipeline.prepared().fields()) {
      verdicts.add(verify(field));
    }
    return verdicts;
  }

  private Verdict verify(FieldDefinition field) throws InterruptedException {
    Result result =
        pipeline.verifier().verify(field, Verifier.Request.all(ACTOR), this::stoppedOrFailed);
    return new Verdict(field, result, seconds(field));
  }

  /** A field that cannot go on would be waited for in vain. */
  private boolean stoppedOrFailed() {
    pipeline.check();
    return stopped.getAsBoolean();
  }

  private double seconds(FieldDefinition field) {
    for (FieldProgress progress : pipeline.progress()) {
      FieldStatus status = progress.status();
      boolean known = status.startedAt() != null && status.liveAt() != null;
      if (known && status.field().equals(FieldRef.of(field))) {
        return Duration.between(status.startedAt(), status.liveAt()).toMillis() / 1000.0;
      }
    }
    return -1;
  }
}
