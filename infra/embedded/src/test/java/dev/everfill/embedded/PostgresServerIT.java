package dev.everfill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.everfill.embedded.PostgresServer.StopMode;
import dev.everfill.embedded.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
  @TempDir Path folder;

  @Test
  void dataAndPortLastAcrossRestartsOfEveryKind() {
    int port;
    try (PostgresServer server = PostgresServer.in(folder).start()) {
      port = server.port();
      assertThat(server.createDatabase("app")).isTrue();
      assertThat(server.createDatabase("app")).isFalse();
      app(server).execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");
      long pid = server.pid();

      server.restart();
      assertThat(server.pid()).isNotEqualTo(pid);
      app(server).execute("INSERT INTO t VALUES (2)");

      server.stop(StopMode.IMMEDIATE);
      assertThatThrownBy(server::pid).hasMessageContaining("PostgreSQL is not running in");
      server.restart();
      assertThat(app(server).queryLong("SELECT count(*) FROM t")).isEqualTo(2);
    }
    PostgresServer again = PostgresServer.in(folder).start();
    assertThat(again.port()).isEqualTo(port);
    assertThat(app(again).queryLong("SELECT sum(id) FROM t")).isEqualTo(3);
    again.close();
    again.close();
    assertThatThrownBy(again::restart).hasMessageContaining("was closed");
  }

  @Test
  void aBadSettingFailsAtOnceWithTheServersOwnWords() {
    PostgresServer.in(folder).start().close();

    Instant started = Instant.now();
    assertThatThrownBy(() -> PostgresServer.in(folder).setting("shared_buffers", "many").start())
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("PostgreSQL did not start in " + folder)
        .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"many\"");
    assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(10));

    assertThatThrownBy(() -> PostgresServer.in(folder).setting("no_such", "1").start())
        .hasMessageContaining("unrecognized configuration parameter \"no_such\"");
    PostgresServer.in(folder).start().close();
  }

  @Test
  void aSettingMayHoldAnything() {
    String value = "it's 100 % \\ and \"more\"";
    try (PostgresServer server =
        PostgresServer.in(folder).setting("everfill.note", value).start()) {
      assertThat(at(server, "postgres").queryText("SHOW everfill.note")).isEqualTo(value);
      assertThat(at(server, "postgres").queryText("SHOW listen_addresses")).isEqualTo(Ports.HOST);
    }
  }

  @Test
  void refusesAFolderInUseAndAPortInUse() throws Exception {
    try (PostgresServer server = PostgresServer.in(folder).start()) {
      assertThatThrownBy(() -> PostgresServer.in(folder).start())
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
      assertThat(at(server, "postgres").queryLong("SELECT 1")).isEqualTo(1);
    }
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
      assertThatThrownBy(() -> PostgresServer.in(folder).port(taken.getLocalPort()).start())
          .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
    }
  }

  @Test
  void closesAlsoInAnInterruptedThread() {
    PostgresServer server = PostgresServer.in(folder).start();
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

    Thread.currentThread().interrupt();
    server.close();

    assertThat(Thread.interrupted()).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
  }

  @Test
  void asksForThePasswordWhereToldTo() {
    PostgresOptions asking =
        PostgresServer.in(folder).authentication(PostgresAuthentication.SCRAM, "se'cret");
    try (PostgresServer server = asking.start()) {
      assertThat(at(server, "postgres").queryText("SELECT current_user")).isEqualTo("postgres");
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.url("postgres"), "postgres", "wrong"))
          .hasMessageContaining("password authentication failed");
    }
    assertThatThrownBy(
            () ->
                PostgresServer.in(folder)
                    .authentication(PostgresAuthentication.SCRAM, "other")
                    .start())
        .hasMessageContaining("give the one the folder was made with")
        .hasMessageNotContaining("other");
    asking.start().close();
  }

  @Test
  void saysWhereNoProgramsAre() {
    assertThatThrownBy(
            () -> PostgresServer.in(folder).binaries(PostgresBinaries.installed(folder)).start())
        .hasMessageContaining("No PostgreSQL in " + folder);
  }

  private static TestDatabase app(PostgresServer server) {
    return at(server, "app");
  }

  private static TestDatabase at(PostgresServer server, String database) {
    return new TestDatabase(server.url(database), database, server.user(), server.password());
  }
}
