package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code everfill run} on an existing PostgreSQL of each version, with and without an existing
 * Kafka.
 */
class RunIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  static Stream<Integer> versions() {
    Stream<Integer> bundled = Stream.of(18, 17);
    return TestPostgres.isInstalled15() ? Stream.concat(bundled, Stream.of(15)) : bundled;
  }

  static TestDatabase database(int version) throws Exception {
    return switch (version) {
      case 18 -> TestPostgres.v18().database();
      case 17 -> TestPostgres.v17().database();
      default -> TestPostgres.v15().orElseThrow().database();
    };
  }

  /** On 15 nothing keeps the echo of its own writes out of the stream: it must die by value. */
  @ParameterizedTest(name = "PostgreSQL {0}")
  @MethodSource("versions")
  void fillsKeepsAndThenIsStill(int version) throws Exception {
    long seed = System.currentTimeMillis();
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(database(version), folder, kafka);
        Topics topics = new Topics(kafka, scenario.name)) {
      scenario.seed(500, 20_000);
      Audit.install(scenario);
      Path config = scenario.configure("data", "", Fields.ALL);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      Connection application = scenario.database.connect();
      Workload workload = new Workload(application, seed, 500, 20_000);
      try (Traffic traffic = new Traffic(application, workload, 3)) {
        scenario.awaitLive(process, LIMIT);
        Scenario.pause(Duration.ofSeconds(3));
        assertThat(traffic.stop()).as("seed " + seed).hasSize(Workload.Kind.values().length);
      }
      scenario.awaitEverythingWritten(process, LIMIT);
      scenario.assertEqualsOracle(Fields.ALL, "seed " + seed);
      Audit.assertNothingElseWritten(scenario);
      staysStill(scenario, topics, process);
      process.terminate();
      assertThat(process.exit(Duration.ofSeconds(15))).as(process::printed).isIn(0, 143);
    }
  }

  private static void staysStill(Scenario scenario, Topics topics, EverfillProcess process)
      throws Exception {
    // The echo of the last writes may still be on its way where nothing filters it.
    Scenario.pause(Duration.ofSeconds(2));
    Map<String, Long> changes = topics.records("change");
    Map<String, Long> derived = topics.records("derived");
    long writes = Audit.writes(scenario);
    Scenario.pause(Duration.ofSeconds(10));
    assertThat(topics.records("change")).as("change events").isEqualTo(changes).isNotEmpty();
    assertThat(topics.records("derived")).as("derived records").isEqualTo(derived).isNotEmpty();
    assertThat(Audit.writes(scenario)).as("sink writes").isEqualTo(writes).isPositive();
    assertThat(process.isAlive()).isTrue();
  }

  static long updates(Scenario scenario) throws Exception {
    scenario.execute("SELECT pg_stat_force_next_flush()");
    return scenario.number(
        "SELECT sum(n_tup_upd) FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname IN"
            + " ('parent', 'item')");
  }

  @Test
  void runsOnItsOwnBrokerUntilLiveAndVerified() throws Exception {
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, null)) {
      scenario.seed(300, 5_000);
      Path config = scenario.configure("data", "", Fields.ALL);
      EverfillProcess process = scenario.run("run", "-c", config.toString(), "--exit-when-live");
      assertThat(process.exit(LIMIT)).as(process::printed).isZero();
      scenario.assertEqualsOracle(Fields.ALL, "one-off");
    }
  }

  /**
   * Each target row is written once, and a second pipeline with nothing of the first's writes none.
   */
  @Test
  void writesEachRowOnceAndNothingWhenAllIsRight() throws Exception {
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, null)) {
      scenario.seed(3_000, 60_000);
      long differing = 0;
      for (Oracle.Field field : Fields.ALL) {
        differing += differingRows(scenario, field);
      }
      Path config = scenario.configure("data", "", Fields.ALL);
      EverfillProcess first = scenario.run("run", "-c", config.toString(), "--exit-when-live");
      assertThat(first.exit(LIMIT)).as(first::printed).isZero();
      scenario.assertEqualsOracle(Fields.ALL, "first run");
      long written = updates(scenario);
      assertThat((double) written / differing).as("updates per differing row").isBetween(0.9, 1.05);

      Path again = scenario.configure("other-data", "", Fields.ALL);
      EverfillProcess second = scenario.run("run", "-c", again.toString(), "--exit-when-live");
      assertThat(second.exit(LIMIT)).as(second::printed).isZero();
      assertThat(updates(scenario) - written).as("rows written by the second run").isZero();
      scenario.assertEqualsOracle(Fields.ALL, "second run");
    }
  }

  private static long differingRows(Scenario scenario, Oracle.Field field) throws Exception {
    String expected =
        "SELECT s.\"" + field.key() + "\", s.\"" + String.join("\", s.\"", field.values()) + "\"";
    StringBuilder anyDiffers = new StringBuilder("false");
    for (int i = 0; i < field.values().size(); i++) {
      String column = "\"" + field.values().get(i) + "\"";
      anyDiffers.append(
          " OR t."
              + column
              + " IS DISTINCT FROM CASE WHEN s.\""
              + field.key()
              + "\" IS NULL THEN "
              + field.otherwise().get(i)
              + " ELSE s."
              + column
              + " END");
    }
    return scenario.number(
        "SELECT count(*) FROM public.\""
            + field.target()
            + "\" t LEFT JOIN ("
            + expected
            + " FROM ("
            + field.select()
            + ") s) s ON s.\""
            + field.key()
            + "\" = t.\""
            + field.key()
            + "\" WHERE "
            + anyDiffers);
  }

  /** WAL kept by the slot stays bounded while a table that no field reads is written. */
  @Test
  void keepsLittleLogWhileOthersWrite() throws Exception {
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, null)) {
      scenario.seed(100, 1_000);
      Path config = scenario.configure("data", "", Fields.ALL);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      scenario.awaitLive(process, LIMIT);
      long before = scenario.number("SELECT (pg_current_wal_lsn() - '0/0')::bigint");
      long most = 0;
      Random random = new Random(1);
      for (int round = 0; round < 60; round++) {
        scenario.execute(
            "INSERT INTO public.unrelated (filler) SELECT string_agg(md5((g * "
                + random.nextInt()
                + ")::text || k), '') FROM generate_series(1::bigint, 300) g, generate_series(1, 200) k"
                + " GROUP BY g");
        Scenario.pause(Duration.ofMillis(100));
        if (round >= 20) {
          most = Math.max(most, retained(scenario));
        }
      }
      long log = scenario.number("SELECT (pg_current_wal_lsn() - '0/0')::bigint") - before;
      assertThat(log).as("log written").isGreaterThan(100_000_000);
      assertThat(most).as("log kept back at most").isLessThan(60_000_000);
      Scenario.await("slot to catch up", LIMIT, process, () -> retained(scenario) < 1_000_000);
    }
  }

  private static long retained(Scenario scenario) {
    return scenario.quietNumber(
        "SELECT (pg_current_wal_lsn() - confirmed_flush_lsn)::bigint FROM pg_replication_slots"
            + " WHERE database = current_database()");
  }
}
