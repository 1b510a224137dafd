package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.PostgresServer;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input: each mistake is named with its place and the way out, all at once; nothing is created.
 */
class BadInputIT {
  /** One mistake: the lines of a field, and what the message must say. */
  private record Mistake(String field, String... says) {}

  private static final List<Mistake> MISTAKES =
      List.of(
          new Mistake(
              "target: parnet\n    select: SELECT id, note AS last_seen FROM parent",
              "parnet",
              "did you mean",
              "parent"),
          new Mistake(
              "target: parent\n    select: SELECT id, FROM WHERE", "syntax error", "fields[1]"),
          new Mistake(
              "target: parent\n    select: SELECT id, now() AS last_seen FROM parent",
              "now()",
              "stable"),
          new Mistake(
              "target: parent\n    select: SELECT id, (random() * 10)::bigint AS child_count FROM parent",
              "random()",
              "volatile"),
          new Mistake(
              "target: parent\n    select: SELECT id, 1::bigint AS child_count FROM parent; DROP TABLE child",
              "one SELECT"),
          new Mistake(
              "target: parent\n    select: SELECT amount::bigint AS id, max(seen_at) AS last_seen FROM child GROUP BY amount, kind",
              "key"),
          new Mistake(
              "target: parent\n    select: SELECT parent_id AS id, max(amount) AS last_seen FROM child GROUP BY parent_id",
              "last_seen",
              "timestamp with time zone",
              "integer"),
          new Mistake(
              "target: item\n    select: SELECT id, reason AS sumary FROM item",
              "sumary",
              "summary"));

  @TempDir Path folder;

  @Test
  void everyMistakeIsNamedAtOnceAndNothingIsCreated() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, kafka)) {
      StringBuilder fields = new StringBuilder("fields:\n");
      for (Mistake mistake : MISTAKES) {
        fields.append("  - ").append(mistake.field()).append('\n');
      }
      Path config = scenario.configure("data", "", fields.toString());
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      assertThat(process.exit(Duration.ofMinutes(1))).as(process::printed).isEqualTo(2);
      List<String> expected = new ArrayList<>();
      MISTAKES.forEach(mistake -> expected.addAll(List.of(mistake.says())));
      assertThat(process.stderr()).contains(expected);
      assertNothingCreated(scenario, kafka);
    }
  }

  @Test
  void misspeltSettingsAreNamedWithTheirLines() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, kafka)) {
      Path config =
          scenario.configure(
              "data",
              "pase: {max-hold: 20ms}\npace: {max-hold: soon, rows-per-secnd: 5}\n",
              Fields.ALL);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      assertThat(process.exit(Duration.ofMinutes(1))).as(process::printed).isEqualTo(2);
      assertThat(process.stderr())
          .contains("pase", "did you mean", "pace", "soon", "rows-per-secnd", "rows-per-second")
          .containsPattern("data\\.yaml:\\d+");
      assertNothingCreated(scenario, kafka);
    }
  }

  @Test
  void aMissingGrantComesWithTheStatementToRun() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, kafka)) {
      String role = scenario.name + "_poor";
      scenario.execute("CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'poor'");
      try {
        Path config = scenario.configure("data", "", Fields.ALL);
        String yaml = java.nio.file.Files.readString(config);
        java.nio.file.Files.writeString(
            config,
            yaml.replaceFirst("user: .*", "user: " + role)
                .replace("${env:" + Scenario.PASSWORD_VARIABLE + "}", "poor"));
        EverfillProcess process = scenario.run("run", "-c", config.toString());
        assertThat(process.exit(Duration.ofMinutes(1))).as(process::printed).isEqualTo(2);
        assertThat(process.stderr())
            .contains("GRANT SELECT ON public.child", "GRANT SELECT ON public.item", "REPLICATION");
        assertNothingCreated(scenario, kafka);
      } finally {
        scenario.execute("DROP ROLE \"" + role + "\"");
      }
    }
  }

  @Test
  void aServerWithoutLogicalDecodingIsNamed() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (PostgresServer server =
            PostgresServer.in(folder.resolve("postgres")).setting("wal_level", "replica").start();
        Scenario scenario = new Scenario(database(server), folder, kafka)) {
      Path config = scenario.configure("data", "", Fields.ALL);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      assertThat(process.exit(Duration.ofMinutes(1))).as(process::printed).isEqualTo(2);
      assertThat(process.stderr()).contains("wal_level", "replica", "logical");
      assertNothingCreated(scenario, kafka);
    }
  }

  private static TestDatabase database(PostgresServer server) {
    server.createDatabase("workshop");
    return new TestDatabase(server.url("workshop"), "workshop", server.user(), server.password());
  }

  private static void assertNothingCreated(Scenario scenario, String kafka) throws Exception {
    assertThat(scenario.number("SELECT count(*) FROM pg_publication")).isZero();
    assertThat(
            scenario.number(
                "SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
        .isZero();
    assertThat(
            scenario.number(
                "SELECT count(*) FROM pg_namespace WHERE nspname = '" + scenario.name + "'"))
        .isZero();
    assertThat(
            scenario.number(
                "SELECT count(*) FROM pg_replication_origin WHERE roname LIKE '"
                    + scenario.name
                    + "%'"))
        .isZero();
    try (Topics topics = new Topics(kafka, scenario.name)) {
      assertThat(topics.names()).isEmpty();
    }
  }
}
