package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pause, resume, pace and retry, asked by this process of one that runs the pipeline. */
class ControlIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String FIELD = "parent.last_seen";
  private static final int PARENTS = 3_000;

  /** More than the pause may take to act, on a machine that is busy with other things. */
  private static final Duration ACTED = Duration.ofSeconds(2);

  @TempDir Path folder;

  private Scenario scenario;
  private Desk desk;

  @Test
  void aRunningPipelineDoesWhatItIsAsked() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario opened = new Scenario(TestPostgres.v18().database(), folder, kafka);
        Topics topics = new Topics(kafka, opened.name)) {
      scenario = opened;
      scenario.leastPrivileged();
      scenario.seed(PARENTS, 2 * PARENTS);
      logWrites();
      scenario.execute("ALTER TABLE public.parent ADD CHECK (id <> 17 OR last_seen IS NULL)");
      Path config =
          scenario.configure("data", "pace: {rows-per-second: 300}\n", List.of(Fields.LAST_SEEN));
      desk = new Desk(scenario, config);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      Scenario.await("first rows", LIMIT, process, () -> writes() > 100);

      desk.done("pause", FIELD, "--as", "ann");
      Scenario.pause(ACTED);
      long written = writes();
      assertThat(written).as("rows written before the pause").isLessThan(PARENTS / 2);
      keepsNoLogBack(process);
      String writer = topics.writer().orElseThrow();
      process.kill();
      process = restarted(config, topics, writer);
      assertThat(writes()).as("rows written while paused").isEqualTo(written);
      assertThat(lastWriteAfter("paused")).as("seconds after the pause").isLessThan(2.0);
      statusOfThePaused(process);

      desk.done("pace", FIELD, "--rows-per-second", "100", "--as", "ben");
      desk.done("resume", FIELD, "--as", "cy");
      isSlowAndSaysSo(process, written);
      desk.done("pace", FIELD, "--rows-per-second", "unlimited");
      scenario.awaitLive(process, LIMIT);
      retries(process);
      scenario.awaitEverythingWritten(process, LIMIT);
      scenario.assertEqualsOracle(List.of(Fields.LAST_SEEN), "in the end");
      assertThat(events())
          .containsExactly(
              "ann paused", "ben paced", "cy resumed", me() + " paced", "dee retry_requested");
    }
  }

  private static String me() {
    return System.getProperty("user.name") + "@desk";
  }

  /** Every row that Everfill writes, with the moment. */
  private void logWrites() throws Exception {
    scenario.execute(
        """
        CREATE TABLE public.written (at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE FUNCTION public.note_write() RETURNS trigger LANGUAGE plpgsql
          SECURITY DEFINER AS
          $$ BEGIN INSERT INTO public.written DEFAULT VALUES; RETURN NULL; END $$;
        CREATE TRIGGER written AFTER UPDATE OF last_seen ON public.parent FOR EACH ROW
          EXECUTE FUNCTION public.note_write();
        """);
  }

  private long writes() {
    return scenario.quietNumber("SELECT count(*) FROM public.written");
  }

  private double lastWriteAfter(String kind) throws Exception {
    return scenario.number(
            "SELECT (1000 * coalesce(max(extract(epoch FROM w.at - e.at)), 0))::bigint"
                + " FROM public.written w CROSS JOIN (SELECT at FROM "
                + schema()
                + ".event WHERE kind = '"
                + kind
                + "') e")
        / 1000.0;
  }

  /** Changes go on being captured: the slot follows what the application writes. */
  private void keepsNoLogBack(EverfillProcess process) throws Exception {
    scenario.execute(
        "INSERT INTO public.child (id, parent_id, seen_at, kind, payload) SELECT 1000000 + g, g,"
            + " '2031-01-01', 'counted', repeat(md5(g::text), 60) FROM generate_series(1, "
            + PARENTS
            + ") g");
    long end = scenario.number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
    Scenario.await(
        "slot behind the application's writes",
        LIMIT,
        process,
        () ->
            scenario.quietNumber(
                    "SELECT (confirmed_flush_lsn - '0/0')::bigint FROM pg_replication_slots"
                        + " WHERE database = current_database()")
                >= end);
  }

  /** Started again, it is given its partitions, and writes none of them. */
  private EverfillProcess restarted(Path config, Topics topics, String before) throws Exception {
    EverfillProcess process = scenario.run("run", "-c", config.toString());
    Scenario.await(
        "partitions of the new writer",
        LIMIT,
        process,
        () -> topics.writer().filter(member -> !member.equals(before)).isPresent());
    Scenario.pause(ACTED);
    return process;
  }

  private void statusOfThePaused(EverfillProcess process) throws Exception {
    JsonNode status = status();
    assertThat(status.at("/fields/0/state").asText()).isEqualTo("paused");
    assertThat(status.at("/fields/0/etaSeconds").isNull()).isTrue();
    assertThat(running(status).at("/pid").asLong()).isEqualTo(process.handle().pid());
    assertThat(running(status).at("/connections/cap").asInt()).isEqualTo(15);
    // Once the server has let go of the killed process and capture has begun, told by a beat.
    Scenario.await(
        "a reservation for each of six long-held sessions or more",
        LIMIT,
        process,
        () -> reserved() >= 6 && sessions().size() == reserved());
  }

  private int reserved() {
    return running(status()).at("/connections/reserved").asInt();
  }

  /** What the server sees, but for this test and the pool's own, which are held for moments. */
  private List<String> sessions() {
    return texts(
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND"
            + " application_name NOT IN ('PostgreSQL JDBC Driver', 'everfill-status')"
            + " AND application_name NOT LIKE '% pool' AND application_name NOT LIKE '% checks'"
            + " AND pid <> pg_backend_pid() AND backend_type <> 'parallel worker' ORDER BY 1");
  }

  private static JsonNode running(JsonNode status) {
    for (JsonNode instance : status.at("/instances")) {
      if (instance.at("/running").asBoolean()) {
        return instance;
      }
    }
    throw new AssertionError("no instance runs: " + status);
  }

  private void isSlowAndSaysSo(EverfillProcess process, long written) throws Exception {
    Scenario.await("rows at the new pace", LIMIT, process, () -> writes() > written + 350);
    assertThat(
            scenario.number(
                "SELECT max(n) FROM (SELECT count(*) OVER (ORDER BY at RANGE BETWEEN CURRENT ROW"
                    + " AND interval '1 s' FOLLOWING) AS n FROM public.written w WHERE at > (SELECT"
                    + " at FROM "
                    + schema()
                    + ".event WHERE kind = 'resumed')) s"))
        .as("rows written within a second")
        .isBetween(20L, 100L);
    // At first the lumps of the beginning, and rows that need not be written, make it vary.
    JsonNode[] looked = new JsonNode[1];
    Scenario.await(
        "a rate near the pace",
        LIMIT,
        process,
        () -> {
          looked[0] = status().at("/fields/0");
          return Math.abs(looked[0].at("/ratePerSecond").asDouble() - 110) < 40;
        });
    JsonNode field = looked[0];
    assertThat(field.at("/pace/rowsPerSecond").asInt()).isEqualTo(100);
    assertThat(field.at("/ratePerSecond").asDouble()).isBetween(40.0, 160.0);
    double left = field.at("/rowsTotal").asDouble() - field.at("/rowsProcessed").asDouble();
    assertThat(field.at("/etaSeconds").asDouble()).isBetween(left / 160 - 1, left / 40 + 1);
  }

  private void retries(EverfillProcess process) throws Exception {
    assertThat(status().at("/fields/0/quarantinedRows").asInt()).isEqualTo(1);
    scenario.execute("ALTER TABLE public.parent DROP CONSTRAINT parent_check");
    assertThat(desk.done("retry", FIELD, "--as", "dee", "--json")).contains("\"rows\" : 1");
    Scenario.await(
        "an empty quarantine",
        LIMIT,
        process,
        () -> status().at("/fields/0/quarantinedRows").asInt() == 0);
  }

  private List<String> events() {
    return texts(
        "SELECT actor || ' ' || kind FROM "
            + schema()
            + ".event WHERE kind IN ('paused', 'resumed', 'paced', 'retry_requested')"
            + " AND field = '"
            + FIELD
            + "' AND at <= now() ORDER BY id");
  }

  private List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    try (Connection connection = scenario.database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    } catch (SQLException failed) {
      throw new AssertionError(sql, failed);
    }
    return texts;
  }

  private String schema() {
    return "\"" + scenario.name + "\"";
  }

  private JsonNode status() {
    try {
      return new ObjectMapper().readTree(desk.done("status", "--json"));
    } catch (IOException broken) {
      throw new AssertionError("status is no JSON", broken);
    }
  }
}
