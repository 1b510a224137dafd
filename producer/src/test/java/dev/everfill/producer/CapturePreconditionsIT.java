package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.error.Problem;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.PostgresServer;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing is said at once, with the statement that mends it, and the statements do. */
class CapturePreconditionsIT {
  private static final String PASSWORD = "s3cret-canary";

  @Test
  void aRoleWithoutRightsIsToldEveryStatementAndThenCaptures() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE SCHEMA app",
            "CREATE TABLE t (id int PRIMARY KEY, n int)",
            "CREATE TABLE u (id int PRIMARY KEY, n int)",
            "INSERT INTO t VALUES (1, 1), (2, 2)",
            "ALTER TABLE u REPLICA IDENTITY NOTHING",
            "ALTER TABLE u ENABLE ROW LEVEL SECURITY")) {
      TestDatabase database = pipeline.database();
      String role = "capture_" + pipeline.names().pipeline();
      database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
      CaptureSettings settings =
          as(role, pipeline.settings(100, pipeline.table("t"), pipeline.table("u")));
      List<Problem> problems = check(database, role, settings);
      assertThat(problems)
          .extracting(Problem::remedy)
          .contains(
              "ALTER ROLE \"" + role + "\" LOGIN REPLICATION;",
              "GRANT SELECT ON \"public\".\"t\" TO \"" + role + "\";",
              "GRANT SELECT ON \"public\".\"u\" TO \"" + role + "\";",
              "ALTER TABLE \"public\".\"u\" REPLICA IDENTITY DEFAULT;",
              "ALTER ROLE \"" + role + "\" BYPASSRLS;")
          .anyMatch(remedy -> remedy.contains("CREATE PUBLICATION"));
      for (Problem problem : problems) {
        database.execute(problem.remedy().replace("as their owner: ", ""));
      }
      assertThat(check(database, role, settings)).isEmpty();
      try (Capture capture = new Capture(settings, Reservations.unbounded())) {
        capture.start();
        pipeline.awaitComplete(capture);
        database.execute("UPDATE t SET n = 7 WHERE id = 1");
        assertThat(pipeline.awaitLevel(capture, pipeline.table("t")).rows())
            .isEqualTo(pipeline.truth(pipeline.table("t")));
      }
      database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  @Test
  void theGrantsOfAPlanAreEnough() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int)",
            "INSERT INTO t VALUES (1, 1)")) {
      TestDatabase database = pipeline.database();
      String role = "grants_" + pipeline.names().pipeline();
      CapturedTable table = pipeline.table("t");
      CaptureResources resources = new CaptureResources(pipeline.names().pipeline());
      database.execute("CREATE ROLE " + role + " PASSWORD '" + PASSWORD + "'");
      resources
          .grantsSql(role, List.of(table.table().name()))
          .forEach(statement -> database.execute(statement));
      database.execute(resources.createPublicationSql(List.of(table.table().name())));
      CaptureSettings settings = as(role, pipeline.settings(100, table));
      assertThat(check(database, role, settings)).isEmpty();
      try (Capture capture = new Capture(settings, Reservations.unbounded())) {
        capture.start();
        pipeline.awaitComplete(capture);
      }
      database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  @Test
  void aWalLevelWithoutDecodingIsNamed(@TempDir Path folder) throws Exception {
    try (PostgresServer server =
        PostgresServer.in(folder.resolve("pg"))
            .setting("wal_level", "replica")
            .setting("max_replication_slots", "0")
            .setting("shared_buffers", "16MB")
            .start()) {
      TestDatabase database =
          new TestDatabase(server.url("postgres"), "postgres", server.user(), server.password());
      database.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE VIEW v AS SELECT 1 AS x");
      Pipeline pipeline = Pipeline.on(database);
      assertThat(check(database, database.user(), pipeline.settings(100, pipeline.table("t"))))
          .extracting(Problem::remedy)
          .anyMatch(remedy -> remedy.contains("ALTER SYSTEM SET wal_level = 'logical'"))
          .anyMatch(remedy -> remedy.contains("max_replication_slots"));
      assertThat(database.queryLong("SELECT count(*) FROM pg_publication")).isZero();
    }
  }

  private static CaptureSettings as(String role, CaptureSettings settings) {
    return new CaptureSettings(
        settings.names(),
        new PostgresSettings(settings.source().url(), role, PASSWORD),
        settings.kafka(),
        settings.tables(),
        settings.skipOwnWrites(),
        settings.chunkRows());
  }

  private static List<Problem> check(TestDatabase database, String role, CaptureSettings settings)
      throws Exception {
    String password = role.equals(database.user()) ? database.password() : PASSWORD;
    try (Connection connection = database.connectAs(role, password)) {
      return CapturePreconditions.check(connection, settings);
    }
  }
}
