package dev.everfill.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everfill.base.config.ConfigReader;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final String SKIPPED = "left out of the stream by their replication origin";

  @TempDir Path folder;

  private TestDatabase database;

  @BeforeEach
  void tables() {
    database = TestPostgres.v18().database();
    database.execute(
        "CREATE TABLE gauge (id bigint PRIMARY KEY, town text, unit text, local_day timestamp,"
            + " begun timestamp, label text)",
        "CREATE TABLE reading (id bigint PRIMARY KEY, gauge_id bigint REFERENCES gauge,"
            + " seen timestamp, part text)",
        "CREATE TABLE elsewhere (id bigint PRIMARY KEY)");
  }

  private PipelineConfig config(String... selects) throws IOException {
    StringBuilder text =
        new StringBuilder("source:\n  url: %s\n  user: %s\n  password: ${env:PW}\nfields:\n");
    for (String select : selects) {
      text.append("  - target: gauge\n    select: >-\n      ").append(select).append('\n');
    }
    Path file = folder.resolve("everfill.yaml");
    Files.writeString(file, text.toString().formatted(database.url(), database.user()));
    return ConfigReader.read(file, Map.of("PW", database.password()));
  }

  private List<Problem> problems(String... selects) throws IOException {
    PipelineConfig config = config(selects);
    return catchThrowableOfType(ProblemsException.class, () -> check(config)).problems();
  }

  private static Prepared check(PipelineConfig config) {
    return Preflight.check(new Sessions(config));
  }

  @Test
  void callsThatCannotBeCompiledAreRefusedAtTheirPlacesAndNothingIsCreated() throws IOException {
    List<Problem> problems =
        problems(
            "SELECT id, date_trunc(unit, begun) AS local_day FROM gauge",
            "SELECT gauge_id AS id, max(seen AT TIME ZONE 'Europe/Berlin') AT TIME ZONE 'UTC'"
                + " AS begun FROM reading GROUP BY gauge_id",
            "SELECT r.gauge_id AS id, max(upper(r.part)) AS label FROM reading r GROUP BY"
                + " r.gauge_id");
    assertThat(problems).allSatisfy(p -> assertThat(p.remedy()).isNotBlank());
    assertThat(problems)
        .anySatisfy(p -> says(p, "everfill.yaml:6 fields[0].select", "date_trunc", "constant"))
        .anySatisfy(p -> says(p, "everfill.yaml:9 fields[1].select", "AT TIME ZONE", "'UTC'"))
        .anySatisfy(p -> says(p, "everfill.yaml:12 fields[2].select", "upper", "COLLATE \"C\""));
    assertThat(database.queryLong("SELECT count(*) FROM pg_publication")).isZero();
    assertThat(folder).isDirectoryNotContaining("glob:**everfill-data");
  }

  private static void says(Problem problem, String place, String... words) {
    assertThat(problem.place()).startsWith(place);
    assertThat(problem.toString()).contains(words);
  }

  @Test
  void theSameCallsInTheirSupportedFormsPass() throws IOException {
    Prepared prepared =
        check(
            config(
                "SELECT id, date_trunc('day', begun AT TIME ZONE 'UTC' AT TIME ZONE 'UTC')"
                    + " AS local_day FROM gauge",
                "SELECT gauge_id AS id, max(upper(part COLLATE \"C\") COLLATE \"C\") AS label"
                    + " FROM reading GROUP BY gauge_id"));
    assertThat(prepared.fields()).hasSize(2);
  }

  @Test
  void aPoolThatIsTooSmallForARunIsSaidBeforehand() throws IOException {
    PipelineConfig config =
        config("SELECT gauge_id AS id, max(seen) AS begun FROM reading GROUP BY 1");
    PipelineConfig.Source source = config.source();
    PipelineConfig small =
        new PipelineConfig(
            config.name(),
            new PipelineConfig.Source(
                source.url(),
                source.user(),
                source.password(),
                new PipelineConfig.Pool(16, Duration.ofSeconds(30), Duration.ofSeconds(5))),
            config.kafka(),
            config.dataDir(),
            config.pace(),
            config.ops(),
            config.fields(),
            config.verify());
    assertThat(catchThrowableOfType(ProblemsException.class, () -> check(small)).problems())
        .singleElement()
        .asString()
        .contains("source.pool.max", "is 16", "up to 12 connections", "at least 17");
    assertThat(Preflight.look(new Sessions(small)).missing()).hasSize(1);
    assertThat(check(config).fields()).hasSize(1);
  }

  @Test
  void ownWritesAreSkippedByOriginOnlyWhereNobodyElseWritesUnderOne() throws Exception {
    assertThat(ownWrites(18)).isEqualTo(new OwnWrites(true, SKIPPED));
    assertThat(ownWrites(15).why()).contains("PostgreSQL 15");
    database.execute(
        "CREATE PUBLICATION incoming FOR TABLE elsewhere",
        "CREATE SUBSCRIPTION incoming CONNECTION 'dbname=nowhere' PUBLICATION incoming"
            + " WITH (connect = false)");
    try {
      assertThat(ownWrites(18).skipped()).as("no captured table is subscribed yet").isTrue();
      // What the first refresh writes, without a server to refresh from.
      database.execute(
          "INSERT INTO pg_subscription_rel (srsubid, srrelid, srsubstate) SELECT oid,"
              + " 'reading'::regclass, 'r' FROM pg_subscription WHERE subname = 'incoming'");
      assertThat(ownWrites(18).skipped()).isFalse();
      assertThat(ownWrites(18).why()).contains("subscription", "reading");
    } finally {
      database.execute(
          "DELETE FROM pg_subscription_rel WHERE srrelid = 'reading'::regclass",
          "ALTER SUBSCRIPTION incoming SET (slot_name = NONE)",
          "DROP SUBSCRIPTION incoming");
    }
  }

  @Test
  void ownWritesAreReadBackWhereAnotherOriginCouldWrite() throws Exception {
    String other = "other_" + database.name();
    database.execute("SELECT pg_replication_origin_create('" + other + "')");
    try {
      assertThat(ownWrites(18).skipped()).isFalse();
      assertThat(ownWrites(18).why()).contains(other);
    } finally {
      database.execute("SELECT pg_replication_origin_drop('" + other + "')");
    }
  }

  @Test
  void ownWritesAreReadBackWhereATriggerActsOnThem() throws Exception {
    assertThat(ownWrites(18).skipped()).isTrue();
    database.execute(
        "CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
        "CREATE TRIGGER act BEFORE UPDATE ON gauge FOR EACH ROW EXECUTE FUNCTION act()");
    assertThat(ownWrites(18).skipped()).isFalse();
    assertThat(ownWrites(18).why()).contains("the trigger act of");
  }

  private OwnWrites ownWrites(int major) throws Exception {
    List<FieldDefinition> fields =
        check(config("SELECT gauge_id AS id, max(seen) AS begun FROM reading GROUP BY 1")).fields();
    database.execute("DROP ROLE IF EXISTS plain_reader", "CREATE ROLE plain_reader LOGIN");
    try (Connection connection = database.connectAs("plain_reader", "")) {
      return OwnWrites.of(connection, major, "everfill", fields);
    } finally {
      database.execute("DROP ROLE plain_reader");
    }
  }
}
