package dev.everfill.e2e;

import dev.everfill.embedded.PostgresServer;
import dev.everfill.embedded.testing.TcpProxy;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestFolders;
import dev.everfill.embedded.testing.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL that may be stopped, a network to it that may be cut, the ledger in it, and {@code
 * everfill run} on all of that with an existing Kafka.
 */
final class Stand implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(4);

  final Path folder;
  final PostgresServer server;
  final TcpProxy network;
  final Scenario scenario;
  final Ledger ledger;
  final CommitTap commits;
  EverfillProcess process;
  private Path config;

  Stand(String name, int rows) throws SQLException, IOException {
    this(name, rows, TestKafka.shared().bootstrapServers());
  }

  /** With this Kafka, which may go away. */
  static Stand on(String kafka, String name, int rows) throws SQLException, IOException {
    return new Stand(name, rows, kafka);
  }

  /** With the broker that the process brings along. */
  static Stand withItsOwnKafka(String name, int rows) throws SQLException, IOException {
    return new Stand(name, rows, null);
  }

  private Stand(String name, int rows, String kafka) throws SQLException, IOException {
    folder = TestFolders.untilExit(name);
    server = start(folder.resolve("postgres"));
    network = new TcpProxy(server.port());
    server.createDatabase("ledger");
    scenario =
        new Scenario(
            new TestDatabase(server.url("ledger"), "ledger", server.user(), server.password()),
            folder,
            kafka);
    scenario.via(network.port());
    scenario.leastPrivileged();
    commits = new CommitTap(sink());
    network.tap(commits);
    ledger = new Ledger(scenario, rows);
    ledger.create();
  }

  private static PostgresServer start(Path folder) {
    return PostgresServer.in(folder)
        .setting("shared_buffers", "64MB")
        .setting("fsync", "off")
        .setting("log_line_prefix", "%a %e ")
        .setting("deadlock_timeout", "5ms")
        .setting("wal_sender_timeout", "5s")
        .start();
  }

  /** Writes the configuration; {@code more} are lines of it. */
  void configure(String more) throws IOException, SQLException {
    config = scenario.configure("data", more, Ledger.YAML);
  }

  Path config() {
    return config;
  }

  /** Starts the process; to be waited for. */
  void run(String... jvmOptions) throws IOException {
    process = scenario.run(List.of(jvmOptions), "run", "-c", config.toString());
  }

  void awaitLive() {
    scenario.awaitLive(process, LIMIT);
  }

  /** I9: all that was committed before is written within the limit; and then I1, I2, I5, I6. */
  void assertHealed(String as) throws SQLException {
    long begin = System.nanoTime();
    scenario.awaitEverythingWritten(process, LIMIT);
    System.out.printf("%s: healed after %.1f s%n", as, (System.nanoTime() - begin) / 1e9);
    ledger.assertInvariants(as);
    ledger.assertStill(as);
  }

  /** What clients of the write stage are known by. */
  String sink() {
    return scenario.name + " write";
  }

  /** How often the server's log tells of this SQLSTATE in the write stage's sessions. */
  long refusedWith(String sqlState) throws IOException {
    try (var lines = Files.lines(folder.resolve("postgres").resolve("server.log"))) {
      return lines.filter(line -> line.startsWith(sink() + " " + sqlState + " ")).count();
    }
  }

  /** The server's process of the write stage; −1 if there is none. */
  long sinkPid() {
    return scenario.quietNumber(
        "SELECT coalesce(max(pid), -1) FROM pg_stat_activity WHERE application_name = '"
            + sink()
            + "'");
  }

  void await(String what, java.util.function.BooleanSupplier condition) {
    Scenario.await(what, LIMIT, process, condition);
  }

  @Override
  public void close() throws Exception {
    try {
      scenario.close();
    } finally {
      network.close();
      server.close();
      TestFolders.delete(folder);
    }
  }
}
