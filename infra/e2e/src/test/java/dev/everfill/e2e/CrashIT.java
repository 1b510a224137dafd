package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed with -9 under traffic at a random moment of each stage, one after the other, and started
 * again with the same command each time: it goes on and ends equal to the oracle. {@code
 * -Deverfill.seeds=N} runs N seeds (default 1), from {@code -Deverfill.seed} on (default: the
 * clock).
 */
class CrashIT {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final int PARENTS = 2_000;
  private static final int CHILDREN = 60_000;

  /** All that was done over all seeds: each kind must have occurred. */
  private static final Map<Workload.Kind, Integer> DONE = new EnumMap<>(Workload.Kind.class);

  @TempDir Path folder;

  enum Stage {
    SNAPSHOT,
    COMPUTE,
    WRITE,
    LIVE
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.everfill.e2e.Seeds#stated")
  void goesOnWhereItWas(long seed) throws Exception {
    Random random = new Random(seed);
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, null)) {
      scenario.leastPrivileged();
      scenario.seed(PARENTS, CHILDREN);
      Audit.install(scenario);
      Path config = scenario.configure("data", "pace: {rows-per-second: 3000}\n", Fields.ALL);
      Connection application = scenario.database.connect();
      Workload workload = new Workload(application, seed, PARENTS, CHILDREN);
      try (Traffic traffic = new Traffic(application, workload, 20)) {
        for (Stage stage : Stage.values()) {
          killDuring(stage, scenario, config, random);
        }
        EverfillProcess process = scenario.run("run", "-c", config.toString());
        scenario.awaitLive(process, LIMIT);
        traffic.stop().forEach((kind, count) -> DONE.merge(kind, count, Integer::sum));
        scenario.awaitEverythingWritten(process, LIMIT);
        scenario.assertEqualsOracle(Fields.ALL, "seed " + seed);
        Audit.assertNothingElseWritten(scenario);
        process.terminate();
        process.exit(Duration.ofSeconds(15));
      }
    }
  }

  @AfterAll
  static void everyKindOfTransactionOccurred() {
    assertThat(DONE.keySet()).containsExactlyInAnyOrder(Workload.Kind.values());
  }

  private static void killDuring(Stage stage, Scenario scenario, Path config, Random random)
      throws Exception {
    EverfillProcess process = scenario.run("run", "-c", config.toString());
    Scenario.await(stage.name(), LIMIT, process, () -> reached(stage, scenario));
    Scenario.pause(Duration.ofMillis(random.nextInt(1_500)));
    process.kill();
  }

  private static boolean reached(Stage stage, Scenario scenario) {
    String schema = "\"" + scenario.name + "\"";
    return switch (stage) {
      case SNAPSHOT ->
          scenario.quietNumber(
                  "SELECT count(*) FROM pg_replication_slots WHERE active AND database ="
                      + " current_database()")
              > 0;
      case COMPUTE ->
          scenario.quietNumber(
                  "SELECT count(*) FROM "
                      + schema
                      + ".field WHERE state IN ('backfilling', 'live')")
              > 0;
      case WRITE ->
          scenario.quietNumber("SELECT sum(settled_rows) FROM " + schema + ".progress") > 0;
      case LIVE -> scenario.allLive();
    };
  }
}
