package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.control.Resync;
import dev.everfill.base.control.Resyncs;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.launcher.progress.Terminal;
import java.sql.Connection;
import java.util.Optional;

/** Waits for the end of a resync and says how far it is. For one thread. */
final class ResyncWait {
  private static final long INTERVAL_MILLIS = 500;

  /** The process that runs the pipeline tries again every few seconds, and may succeed. */
  private static final int FAILED_LOOKS = 40;

  private final ControlRoom room;
  private final Terminal terminal;
  private final Resync asked;
  private final String field;
  private String said = "";
  private int failed;

  /**
   * @param field whose progress is shown
   */
  ResyncWait(ControlRoom room, Terminal terminal, Resync asked, String field) {
    this.room = room;
    this.terminal = terminal;
    this.asked = asked;
    this.field = field;
  }

  private record Look(Optional<Resync> resync, Optional<FieldStatus> status, boolean anyRuns) {}

  /**
   * @return the exit code: done
   * @throws EverfillException if the field fails on the way and stays so, or if the server fails
   */
  int untilDone() throws InterruptedException {
    while (true) {
      Look look = room.ask("watching the resync", this::look);
      boolean begun = look.resync().map(r -> r.clearedAt() != null).orElse(false);
      if (begun) {
        look.status().ifPresent(this::check);
      }
      if (look.resync().map(r -> r.doneAt() != null).orElse(true)) {
        terminal.say(field + ": the tables have been read again and every field is live");
        return ExitCode.DONE;
      }
      say(begun ? progress(look) : waiting(look));
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  private Look look(Connection connection) {
    return new Look(
        new Resyncs(room.schema()).find(connection, asked.id()),
        FieldStatus.all(connection, room.schema()).stream()
            .filter(one -> one.field().name().equals(field))
            .findFirst(),
        new InstanceStore(room.schema()).anyRuns(connection));
  }

  private void check(FieldStatus status) {
    failed = status.state() == FieldState.FAILED ? failed + 1 : 0;
    if (failed == FAILED_LOOKS) {
      Reason reason = Reason.of(status.reason()).orElse(Reason.INTERNAL);
      throw new EverfillException(reason, status.field().name() + ": " + status.message());
    }
  }

  private static String waiting(Look look) {
    if (!look.anyRuns()) {
      return "no process runs this pipeline: everfill run will begin with the resync";
    }
    return look.resync().map(r -> r.startedAt() != null).orElse(false)
        ? "slot, topics and progress are being removed"
        : "waiting for the running process to notice";
  }

  private String progress(Look look) {
    return look.status()
        .map(s -> field + ": " + s.state().word() + ", " + s.percent().intValue() / 10 * 10 + " %")
        .orElse(field + ": is not filled any more");
  }

  private void say(String now) {
    if (!now.equals(said)) {
      terminal.say(now);
      said = now;
    }
  }
}
