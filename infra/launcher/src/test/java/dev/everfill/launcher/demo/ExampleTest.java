package dev.everfill.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.config.ConfigReader;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleTest {
  private static final BigDecimal TINY = new BigDecimal("0.002");
  private static final long SEED = 7;

  static List<Example> examples() {
    return Example.all();
  }

  private static PostgresSettings settings(TestDatabase database) {
    return new PostgresSettings(database.url(), database.user(), database.password());
  }

  private static TestDatabase seeded(Example example) {
    TestDatabase database = TestPostgres.v18().database();
    DemoDatabase.seeded(settings(database));
    DemoDatabase.seed(settings(database), example, Optional.of(TINY));
    return database;
  }

  @Test
  void theSeedOfTransmissionsIsNasty() {
    TestDatabase db = seeded(new Example("transmissions"));
    Map<String, String> nasty =
        Map.of(
            "no observations",
            "SELECT count(*) FROM transmissions AS t WHERE NOT EXISTS (SELECT FROM observations WHERE transmission_id = t.id)",
            "only observations without a time",
            "SELECT count(*) FROM (SELECT transmission_id FROM observations JOIN transmissions AS t ON t.id = transmission_id"
                + " GROUP BY 1 HAVING max(\"timestamp\") IS NULL) AS g",
            "one with very many",
            "SELECT count(*) FROM (SELECT transmission_id FROM observations GROUP BY 1 HAVING count(*) >= 200) AS g",
            "of no transmission",
            "SELECT count(*) FROM observations WHERE transmission_id IS NULL",
            "of one that is not there yet",
            "SELECT count(*) FROM observations AS o WHERE NOT EXISTS (SELECT FROM transmissions WHERE id = o.transmission_id)"
                + " AND transmission_id > (SELECT max(id) FROM transmissions)",
            "a quote, a backslash",
            "SELECT count(*) FROM transmissions WHERE name LIKE '%''%' AND strpos(name, chr(92)) > 0",
            "a line break",
            "SELECT count(*) FROM transmissions WHERE strpos(name, chr(10)) > 0",
            "beyond ASCII",
            "SELECT count(*) FROM transmissions WHERE octet_length(name) > char_length(name)",
            "microseconds",
            "SELECT count(*) FROM observations WHERE date_part('microseconds', \"timestamp\")::bigint % 1000 <> 0",
            "about 1 kB",
            "SELECT count(*) FROM observations WHERE octet_length(payload) BETWEEN 1000 AND 1100");
    nasty.forEach((what, sql) -> assertThat(db.queryLong(sql)).as(what).isPositive());
  }

  @Test
  void theSeedOfSkillsIsNasty() {
    TestDatabase db = seeded(new Example("skills"));
    Map<String, String> nasty =
        Map.ofEntries(
            Map.entry("no version", "SELECT count(*) FROM skills WHERE latest_version_id IS NULL"),
            Map.entry(
                "a tag that points to nothing",
                "SELECT count(*) FROM skills WHERE latest_version_id IS NOT NULL"
                    + " AND NOT EXISTS (SELECT FROM skill_versions AS v WHERE v.id = latest_version_id)"),
            Map.entry("NULL flags", "SELECT count(*) FROM skills WHERE moderation_flags IS NULL"),
            Map.entry(
                "a NULL flag",
                "SELECT count(*) FROM skills WHERE array_position(moderation_flags, NULL) > 0"),
            Map.entry("NULL reason", "SELECT count(*) FROM skills WHERE moderation_reason IS NULL"),
            Map.entry("JSON null", "SELECT count(*) FROM skill_versions WHERE clawdis = 'null'"),
            Map.entry("SQL NULL", "SELECT count(*) FROM skill_versions WHERE clawdis IS NULL"),
            Map.entry(
                "nested",
                "SELECT count(*) FROM skill_versions WHERE clawdis -> 'requires' -> 'bins' IS NOT NULL"),
            Map.entry(
                "a skill with very many versions",
                "SELECT count(*) FROM (SELECT skill_id FROM skill_versions GROUP BY 1 HAVING count(*) > 20) AS g"),
            Map.entry("quotes", "SELECT count(*) FROM skills WHERE display_name LIKE '%''%\"%'"),
            Map.entry(
                "line breaks",
                "SELECT count(*) FROM skill_versions WHERE strpos(changelog, chr(10)) > 0"),
            Map.entry(
                "backslashes",
                "SELECT count(*) FROM skill_versions WHERE strpos(changelog, chr(92)) > 0"),
            Map.entry(
                "beyond ASCII",
                "SELECT count(*) FROM skills WHERE octet_length(display_name) > char_length(display_name)"),
            Map.entry(
                "about 6 kB that stay 6 kB",
                "SELECT count(*) FROM skill_versions WHERE octet_length(body) BETWEEN 5500 AND 6500"
                    + " AND pg_column_size(body) > 5000"),
            Map.entry(
                "flagged and harmless",
                "SELECT (count(DISTINCT 'flagged.suspicious' = ANY (moderation_flags)) = 2)::int FROM skills"));
    nasty.forEach((what, sql) -> assertThat(db.queryLong(sql)).as(what).isPositive());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theSeedIsTheSameEveryTime(Example example) {
    String table = example.name().equals("skills") ? "skill_versions" : "observations";
    String digest = "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM " + table + " AS t";
    assertThat(seeded(example).queryText(digest)).isEqualTo(seeded(example).queryText(digest));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyKindOfTrafficChangesRows(Example example) {
    TestDatabase database = seeded(example);
    System.out.println("traffic of " + example.name() + " with seed " + SEED);
    try (Traffic traffic =
        new Traffic(example.name(), settings(database), example.traffic(), 400, SEED)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  traffic.failure() != null
                      || traffic.rows().values().stream().allMatch(rows -> rows > 0));
      assertThat((Throwable) traffic.failure()).isNull();
      assertThat(traffic.rows()).hasSameSizeAs(example.traffic().kinds());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itsConfigurationIsValid(Example example) {
    Path file = Path.of("../examples/" + example.name() + "/everfill.yaml");
    var config = ConfigReader.read(file, Map.of("EVERFILL_DB_PASSWORD", "x"));
    assertThat(config.fields()).isNotEmpty();
    config.fields().forEach(f -> assertThat(example.fields()).contains(f.target()));
    assertThat(example.story()).contains("\n").doesNotStartWith("#");
  }
}
