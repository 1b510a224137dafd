package dev.everfill.embedded;

import dev.everfill.embedded.PostgresServer.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own program to start and stop a server; it detaches the server from us, so that a
 * Ctrl-C at the terminal reaches only us.
 *
 * @param bin the folder of the programs
 * @param data the data folder
 * @param as who runs them
 */
record PgCtl(Path bin, Path data, Unprivileged as) {
  /** Long enough to recover from the WAL after a kill; a refusal is noticed at once. */
  private static final Duration START = Duration.ofSeconds(120);

  /** After this a stop in order gives way to an immediate one, which loses nothing. */
  private static final Duration STOP = Duration.ofSeconds(6);

  private static final Duration STOP_NOW = Duration.ofSeconds(3);

  /** The children of a killed server notice its death within this time, and end. */
  private static final Duration ORPHANS = Duration.ofSeconds(5);

  private static final String ORPHANS_LIVE = "pre-existing shared memory block";

  /** The running server, if one runs on this very folder. */
  Optional<Postmaster> running() {
    return Postmaster.of(data).filter(Postmaster::isAlive);
  }

  /** Starts the server, which writes to {@code log}, and returns when it takes connections. */
  void start(Path log) {
    long deadline = System.nanoTime() + ORPHANS.toNanos();
    while (true) {
      Program.Answer answer = run(START, "start", "-w", "-t", seconds(START), "-l", log.toString());
      if (answer.succeeded()) {
        return;
      }
      String reason = ServerLog.lastLines(log, answer.output());
      if (!reason.contains(ORPHANS_LIVE) || System.nanoTime() > deadline) {
        throw new EmbeddedServerException(
            "PostgreSQL did not start in " + data.getParent() + ":\n" + reason);
      }
      pause();
    }
  }

  /** Stops the server, if it runs, within ten seconds. */
  void stop(StopMode mode) {
    if (running().isEmpty()
        || (mode == StopMode.FAST && stopped(StopMode.FAST, STOP))
        || stopped(StopMode.IMMEDIATE, STOP_NOW)) {
      return;
    }
    throw new EmbeddedServerException(
        "PostgreSQL in " + data.getParent() + " does not stop; its log says why");
  }

  private boolean stopped(StopMode mode, Duration limit) {
    return run(limit, "stop", "-m", mode.word(), "-w", "-t", seconds(limit)).succeeded()
        || running().isEmpty();
  }

  private Program.Answer run(Duration limit, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(bin.resolve("pg_ctl").toString(), "-D", data.toString()));
    command.addAll(List.of(arguments));
    // Its own limit comes first, and leaves a reason.
    return Program.run(as, limit.plusSeconds(1), data.getParent(), command);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while PostgreSQL was starting", e);
    }
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }
}
