package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} said of the time left, compared with the time that it then took. */
class EtaIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final String FIELD = "parent.last_seen";
  private static final int PARENTS = 6_000;

  /** What is said may be as old as a heartbeat; a fifth of the way is several of them. */
  private static final double STALE_SECONDS = 2;

  @TempDir Path folder;

  private Scenario scenario;
  private Desk desk;

  private record Said(long nanos, double share, Double eta) {
    double secondsBefore(long end) {
      return (end - nanos) / 1e9;
    }
  }

  @Test
  void isCloseFromAFifthOfTheWayOn() throws Exception {
    List<Said> said = filled(150, looked -> {});
    long end = said.get(said.size() - 1).nanos();
    List<Said> judged = said.stream().filter(one -> one.share() >= 0.2 && one.share() < 1).toList();
    assertThat(judged).hasSizeGreaterThan(20).allSatisfy(one -> isClose(one, end));
  }

  @Test
  void isCloseAgainTenSecondsAfterThePaceHasChanged() throws Exception {
    long[] changed = new long[1];
    List<Said> said =
        filled(
            500,
            looked -> {
              if (changed[0] == 0 && looked.share() > 0.3) {
                desk.done("pace", FIELD, "--rows-per-second", "200");
                changed[0] = System.nanoTime();
              }
            });
    long end = said.get(said.size() - 1).nanos();
    long settled = changed[0] + Duration.ofSeconds(10).toNanos();
    List<Said> judged =
        said.stream().filter(one -> one.nanos() > settled && one.share() < 1).toList();
    assertThat(judged).hasSizeGreaterThan(15).allSatisfy(one -> isClose(one, end));
  }

  private static void isClose(Said said, long end) {
    double truth = said.secondsBefore(end);
    assertThat(said.eta())
        .as("%.0f %% of the way, %.1f s before the end", said.share() * 100, truth)
        .isNotNull()
        .isBetween(0.75 * truth - STALE_SECONDS, 1.25 * truth + STALE_SECONDS);
  }

  private interface Watching {
    void looked(Said said) throws Exception;
  }

  /** Fills the field and gives what was said meanwhile; the last of it as soon as all was done. */
  private List<Said> filled(int rowsPerSecond, Watching watching) throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario opened = new Scenario(TestPostgres.v18().database(), folder, kafka);
        Topics topics = new Topics(kafka, opened.name)) {
      scenario = opened;
      scenario.leastPrivileged();
      scenario.seed(PARENTS, 2 * PARENTS);
      Path config =
          scenario.configure(
              "data",
              "pace: {rows-per-second: " + rowsPerSecond + "}\n",
              List.of(Fields.LAST_SEEN));
      desk = new Desk(scenario, config);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      List<Said> said = new ArrayList<>();
      Scenario.await(
          "rows that are done",
          LIMIT,
          process,
          () -> scenario.quietNumber("SELECT sum(rows_done) FROM " + schema() + ".status") > 0);
      while (said.isEmpty() || said.get(said.size() - 1).share() < 1) {
        assertThat(process.isAlive()).as(process.printed()).isTrue();
        Said looked = look();
        said.add(looked);
        watching.looked(looked);
        Scenario.pause(LOOK);
      }
      scenario.awaitEverythingWritten(process, LIMIT);
      scenario.assertEqualsOracle(List.of(Fields.LAST_SEEN), "in the end");
      assertThat(said).allSatisfy(one -> assertThat(one.share()).isBetween(0.0, 1.0));
      assertThat(said)
          .filteredOn(one -> one.eta() != null)
          .allSatisfy(one -> assertThat(one.eta()).isNotNegative());
      return said;
    }
  }

  private Said look() throws Exception {
    JsonNode field = new ObjectMapper().readTree(desk.done("status", "--json")).at("/fields/0");
    long nanos = System.nanoTime();
    double share = field.at("/rowsProcessed").asDouble() / field.at("/rowsTotal").asDouble();
    JsonNode eta = field.at("/etaSeconds");
    return new Said(nanos, share, eta.isNull() ? null : eta.asDouble());
  }

  private String schema() {
    return "\"" + scenario.name + "\"";
  }
}
