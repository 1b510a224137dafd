package dev.everfill.embedded;

import dev.everfill.embedded.PostgresServer.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder of a PostgreSQL and the programs that work on it. */
final class PostgresFolder {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresFolder.class);

  /** Long enough to recover from the WAL after a kill; a refusal is noticed at once. */
  private static final Duration START = Duration.ofSeconds(120);

  /** After this a stop in order gives way to an immediate one, which loses nothing. */
  private static final Duration STOP = Duration.ofSeconds(6);

  private static final Duration STOP_NOW = Duration.ofSeconds(4);

  private final Path home;
  private final Path bin;
  private final int port;

  private PostgresFolder(Path home, Path bin, int port) {
    this.home = home;
    this.bin = bin;
    this.port = port;
  }

  /** Makes the folder ready to start: no server in it, initialised, configured, with a port. */
  static PostgresFolder prepared(Path home, PostgresOptions options) throws IOException {
    PostgresBinaries binaries = options.binaries();
    if (!binaries.exist()) {
      throw new EmbeddedServerException(
          "No PostgreSQL in " + binaries.bin() + ": initdb, pg_ctl and postgres are needed");
    }
    PostgresFolder survivor = new PostgresFolder(home, binaries.bin(), 0);
    survivor.stopLeftBehind();
    int port = Ports.choose(options.port(), home.resolve("port"), "PostgreSQL");
    PostgresFolder folder = new PostgresFolder(home, binaries.bin(), port);
    Cluster cluster = new Cluster(folder.data(), binaries.bin());
    cluster.initialiseOnce(options);
    cluster.configure(options, port);
    return folder;
  }

  int port() {
    return port;
  }

  /** The running server, if one runs on this very folder. */
  Optional<Postmaster> running() {
    return Postmaster.of(data()).filter(Postmaster::isAlive);
  }

  void start() {
    Program.Answer answer;
    try {
      Files.deleteIfExists(log());
      answer = pgCtl(START.plusSeconds(5), "start", "-w", "-t", seconds(START), "-l", log());
      if (answer.succeeded()) {
        Ports.remember(home.resolve("port"), port);
        return;
      }
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot write to " + home + ": " + e, e);
    }
    throw new EmbeddedServerException(
        "PostgreSQL did not start in "
            + home
            + ":\n"
            + ServerLog.lastLines(log(), answer.output()));
  }

  /** Stops the server, if it runs, within ten seconds. */
  void stop(StopMode mode) {
    if (running().isEmpty()) {
      return;
    }
    if (mode == StopMode.FAST && stopped(StopMode.FAST, STOP)) {
      return;
    }
    if (!stopped(StopMode.IMMEDIATE, STOP_NOW)) {
      throw new EmbeddedServerException(
          "PostgreSQL in " + home + " does not stop:\n" + ServerLog.lastLines(log(), ""));
    }
  }

  private boolean stopped(StopMode mode, Duration limit) {
    return pgCtl(limit.plusSeconds(1), "stop", "-m", mode.word(), "-w", "-t", seconds(limit))
            .succeeded()
        || running().isEmpty();
  }

  private void stopLeftBehind() throws IOException {
    Optional<Postmaster> found = Postmaster.of(data());
    if (found.isEmpty()) {
      return;
    }
    if (found.get().isAlive()) {
      LOG.info("Stopping the PostgreSQL (process {}) left behind in {}", found.get().pid(), home);
      stop(StopMode.FAST);
    } else {
      found.get().disown();
    }
  }

  private Program.Answer pgCtl(Duration limit, Object... arguments) {
    List<String> command = new java.util.ArrayList<>();
    command.add(bin.resolve("pg_ctl").toString());
    command.add("-D");
    command.add(data().toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return Program.run(limit, home, command);
  }

  private Path data() {
    return home.resolve("data");
  }

  private Path log() {
    return home.resolve("server.log");
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  @Override
  public String toString() {
    return home.toString();
  }
}
