package dev.everfill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.embedded.testing.Archives;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sudden death leaves behind is no obstacle. */
class PostgresSurvivorIT {
  private static final Path INSTALLED_15 = Path.of("/usr/lib/postgresql/15/bin");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesTheFolderOverFromAServerWhoseJvmWasKilled(boolean samePort) throws Exception {
    int port;
    long survivor;
    try (ChildProcess child = ChildProcess.start("postgres", folder)) {
      String[] answer = child.answer().split(" ");
      port = Integer.parseInt(answer[0]);
      survivor = Long.parseLong(answer[1]);
      new TestDatabase("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "", "postgres", "")
          .execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (7)");
    }
    assertThat(isAlive(survivor)).as("survives the JVM").isTrue();

    int wanted = samePort ? port : Ports.free();
    try (PostgresServer server = PostgresServer.in(folder).port(wanted).start()) {
      awaitEnd(survivor);
      assertThat(server.port()).isEqualTo(wanted);
      assertThat(postgres(server).queryLong("SELECT id FROM t")).isEqualTo(7);
    }
  }

  @Test
  void leavesNothingRunningWhereTheJvmIsToldToEnd() throws Exception {
    try (ChildProcess child = ChildProcess.start("postgres", folder)) {
      long server = Long.parseLong(child.answer().split(" ")[1]);

      assertThat(child.terminate()).isLessThan(Duration.ofSeconds(10));

      awaitEnd(server);
      assertThat(folder.resolve("data").resolve("postmaster.pid")).doesNotExist();
      OwnedFolder.take(folder, "stop it").close();
    }
  }

  @Test
  void startsAlthoughTheProcessNumberBelongsToAStrangerNow() throws Exception {
    PostgresServer.in(folder).start().close();
    Path pidFile = folder.resolve("data").resolve("postmaster.pid");
    List<String> lines =
        new ArrayList<>(
            List.of(
                Long.toString(ProcessHandle.current().pid()),
                folder.resolve("data").toString(),
                "1700000000",
                "5432",
                "",
                "127.0.0.1",
                "  1234567    999999",
                "ready   "));
    Files.write(pidFile, lines);

    try (PostgresServer server = PostgresServer.in(folder).start()) {
      assertThat(postgres(server).queryLong("SELECT 1")).isEqualTo(1);
    }
  }

  @Test
  void restartsAfterTheServerItselfWasKilled() throws Exception {
    try (PostgresServer server = PostgresServer.in(folder).start()) {
      postgres(server).execute("CREATE TABLE t AS SELECT 1 AS id");
      long pid = server.pid();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      awaitEnd(pid);

      server.restart();

      assertThat(postgres(server).queryLong("SELECT count(*) FROM t")).isEqualTo(1);
    }
  }

  @Test
  void runsPostgres17FromItsArchiveAndRefusesItsFolderTo18() {
    try (PostgresServer server =
        PostgresServer.in(folder).binaries(Archives.postgres17()).start()) {
      assertThat(postgres(server).queryText("SHOW server_version")).startsWith("17.");
    }
    assertThatThrownBy(() -> PostgresServer.in(folder).start())
        .hasMessageContaining("initialized by PostgreSQL version 17");
  }

  @Test
  void runsAnInstalledPostgres15() {
    PostgresBinaries installed = PostgresBinaries.installed(INSTALLED_15);
    Tool.needed(installed.exist(), "PostgreSQL 15 in " + INSTALLED_15);

    try (PostgresServer server = PostgresServer.in(folder).binaries(installed).start()) {
      assertThat(postgres(server).queryText("SHOW server_version")).startsWith("15.");
      assertThat(postgres(server).queryText("SELECT lower('ÄÖÜ')")).isEqualTo("äöü");
      server.restart();
    }
  }

  @Test
  void runsAsTheUserToWhomTheFolderBelongs() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root can give away").isEqualTo("root");
    Path home = Files.createTempDirectory("everfill-nobody-");
    Path data = Files.createDirectory(home.resolve("data"));
    Files.setAttribute(data, "unix:uid", Unprivileged.AsAnother.NOBODY);

    try (PostgresServer server = PostgresServer.in(home).start()) {
      assertThat(Files.getAttribute(Path.of("/proc", Long.toString(server.pid())), "unix:uid"))
          .isEqualTo(Unprivileged.AsAnother.NOBODY);
      server.restart();
      assertThat(postgres(server).queryLong("SELECT 1")).isEqualTo(1);
    } finally {
      Folders.delete(home);
    }
  }

  /** A process is there a moment longer than its work: until it has been reaped. */
  private static void awaitEnd(long pid) {
    await().atMost(Duration.ofSeconds(10)).until(() -> !isAlive(pid));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static TestDatabase postgres(PostgresServer server) {
    return new TestDatabase(server.url("postgres"), "postgres", server.user(), "");
  }
}
