package dev.everfill.embedded;

import dev.everfill.embedded.PostgresServer.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a PostgreSQL, with what is in it: data, log, and perhaps a running server. */
final class PostgresFolder {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresFolder.class);

  private final Path home;
  private final PgCtl pgCtl;
  private final int port;

  private PostgresFolder(Path home, PgCtl pgCtl, int port) {
    this.home = home;
    this.pgCtl = pgCtl;
    this.port = port;
  }

  /** Makes the folder ready to start: no server in it, initialised, configured, with a port. */
  static PostgresFolder prepared(Path home, PostgresOptions options) throws IOException {
    Unprivileged as = Unprivileged.in(home);
    PostgresBinaries binaries = options.binaries();
    Cluster cluster = new Cluster(home, binaries.bin(), as);
    PgCtl pgCtl = new PgCtl(binaries.bin(), cluster.data(), as);
    stopLeftBehind(pgCtl);
    int port = Ports.choose(options.port(), memory(home), "PostgreSQL");
    cluster.initialiseOnce(options);
    cluster.configure(options, port);
    return new PostgresFolder(home, pgCtl, port);
  }

  int port() {
    return port;
  }

  /** The running server, if one runs on this very folder. */
  Optional<Postmaster> running() {
    return pgCtl.running();
  }

  void start() {
    Path log = home.resolve("server.log");
    try {
      if (Files.exists(log)) {
        Files.move(log, home.resolve("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
      }
      pgCtl.start(log);
      Ports.remember(memory(home), port);
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot write to " + home + ": " + e, e);
    }
  }

  /** Stops the server, if it runs, within ten seconds, also in an interrupted thread. */
  void stop(StopMode mode) {
    boolean interrupted = Thread.interrupted();
    try {
      pgCtl.stop(mode);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void stopLeftBehind(PgCtl pgCtl) throws IOException {
    Optional<Postmaster> found = Postmaster.of(pgCtl.data());
    if (found.isEmpty()) {
      return;
    }
    if (found.get().isAlive()) {
      LOG.info(
          "Stopping the PostgreSQL (process {}) left behind in {}",
          found.get().pid(),
          pgCtl.data());
      pgCtl.stop(StopMode.FAST);
    } else {
      found.get().disown();
    }
  }

  private static Path memory(Path home) {
    return home.resolve("port");
  }

  @Override
  public String toString() {
    return home.toString();
  }
}
