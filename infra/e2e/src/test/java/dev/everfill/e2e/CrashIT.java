package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed with -9 at a random moment of each stage, under traffic, and started again with the same
 * command: it goes on and ends equal to the oracle. {@code -Deverfill.seeds=N} runs N seeds a stage
 * (default 1), from {@code -Deverfill.seed} on (default: the clock).
 */
class CrashIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
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

  static Stream<Arguments> seeds() {
    int seeds = Integer.getInteger("everfill.seeds", 1);
    long first = Long.getLong("everfill.seed", System.currentTimeMillis());
    return Stream.iterate(first, seed -> seed + 1)
        .limit(seeds)
        .flatMap(seed -> Stream.of(Stage.values()).map(stage -> Arguments.of(stage, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seeds")
  void goesOnWhereItWas(Stage stage, long seed) throws Exception {
    Random random = new Random(seed);
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, null)) {
      try (Connection connection = scenario.database.connect()) {
        Workload.seed(connection, PARENTS, CHILDREN);
      }
      Audit.install(scenario);
      Path config = scenario.configure("data", "pace: {rows-per-second: 3000}\n", Fields.ALL);
      Connection application = scenario.database.connect();
      Workload workload = new Workload(application, seed, PARENTS, CHILDREN);
      try (Traffic traffic = new Traffic(application, workload, 5)) {
        killDuring(stage, scenario, config, random);
        if (random.nextBoolean()) {
          killAfter(scenario, config, Duration.ofMillis(2_000 + random.nextInt(6_000)));
        }
        EverfillProcess process = start(scenario, config);
        scenario.awaitLive(process, LIMIT);
        traffic.stop().forEach((kind, count) -> DONE.merge(kind, count, Integer::sum));
        scenario.awaitEverythingWritten(process, LIMIT);
        scenario.assertEqualsOracle(Fields.ALL, stage + " seed " + seed);
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

  private static EverfillProcess start(Scenario scenario, Path config) throws IOException {
    return scenario.run("run", "-c", config.toString());
  }

  private static void killAfter(Scenario scenario, Path config, Duration delay) throws Exception {
    EverfillProcess process = start(scenario, config);
    Scenario.pause(delay);
    process.kill();
  }

  private static void killDuring(Stage stage, Scenario scenario, Path config, Random random)
      throws Exception {
    EverfillProcess process = start(scenario, config);
    String schema = "\"" + scenario.name + "\"";
    Scenario.await(
        stage.name(),
        LIMIT,
        process,
        () ->
            switch (stage) {
              case SNAPSHOT ->
                  scenario.quietNumber(
                          "SELECT count(*) FROM pg_replication_slots WHERE active AND database ="
                              + " current_database()")
                      > 0;
              case COMPUTE ->
                  scenario.quietNumber(
                          "SELECT count(*) FROM " + schema + ".field WHERE state = 'backfilling'")
                      > 0;
              case WRITE ->
                  scenario.quietNumber("SELECT sum(settled_rows) FROM " + schema + ".progress") > 0;
              case LIVE -> scenario.allLive();
            });
    Scenario.pause(Duration.ofMillis(random.nextInt(1_500)));
    process.kill();
  }
}
