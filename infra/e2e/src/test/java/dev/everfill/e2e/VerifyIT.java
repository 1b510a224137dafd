package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verify and repair, asked beside a running pipeline, on a schedule, and where none runs. */
class VerifyIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ROWS = 3_000;
  private static final int ROUNDS = 3;
  private static final List<Oracle.Field> FIELDS = List.of(Fields.LAST_SEEN, Fields.SUSPICIOUS);

  /** Every row that anybody writes, by key. */
  private static final String AUDIT =
      """
      CREATE TABLE public.written (key text NOT NULL);
      CREATE FUNCTION public.note_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO public.written VALUES (new.id); RETURN NULL; END $$;
      CREATE TRIGGER written AFTER UPDATE OF last_seen ON public.parent FOR EACH ROW
        EXECUTE FUNCTION public.note_write();
      CREATE TRIGGER written AFTER UPDATE OF suspicious ON public.item FOR EACH ROW
        EXECUTE FUNCTION public.note_write();
      """;

  private static final String DRIFT =
      """
      UPDATE public.parent SET last_seen = '1999-01-01' WHERE id IN (1, 2, 3000);
      UPDATE public.item SET suspicious = NOT suspicious WHERE id = 'i17';
      UPDATE public.item SET suspicious = NULL WHERE id = 'i3000';
      """;

  private static final List<String> DRIFTED = List.of("1", "2", "3000", "i17", "i3000");

  @TempDir Path folder;

  private Scenario scenario;
  private Path config;
  private Desk desk;

  @Test
  void driftIsFoundAndRepairedAndTrafficIsNone() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario opened = new Scenario(TestPostgres.v18().database(), folder, kafka)) {
      scenario = opened;
      scenario.leastPrivileged();
      scenario.seed(ROWS, 2 * ROWS);
      config = scenario.configure("data", "", FIELDS);
      desk = new Desk(scenario, config);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      scenario.awaitLive(process, LIMIT);
      noFalseAlarmUnderTraffic();
      scenario.execute(AUDIT);
      foundAndRepaired(process);
      process.terminate();
      process.exit(LIMIT);
      whereNobodyRuns();
      onASchedule();
    }
  }

  private void noFalseAlarmUnderTraffic() throws Exception {
    long seed = Seeds.stated().findFirst().orElseThrow();
    Connection application = scenario.database.connect();
    try (Traffic traffic =
        new Traffic(application, new Workload(application, seed, ROWS, 2 * ROWS), 5)) {
      for (int round = 0; round < ROUNDS; round++) {
        Desk.Said said = desk.command("verify");
        assertThat(said.code()).as("round %d, seed %d: %s", round, seed, said).isZero();
        assertThat(said.out()).contains("verified, 0 differ");
      }
      Desk.Said sample = desk.command("verify", "parent.last_seen", "--sample", "500");
      assertThat(sample.code()).as("seed %d: %s", seed, sample).isZero();
      assertThat(sample.out()).contains("of 500 rows", "a sample").doesNotContain("item");
      Map<Workload.Kind, Integer> done = traffic.stop();
      assertThat(done.keySet()).as("seed %d", seed).hasSize(Workload.Kind.values().length);
    }
  }

  /** Anybody may write such messages; they must not stop anything. */
  private void messagesOfStrangers() throws Exception {
    for (String message :
        List.of(
            "again",
            "again  {",
            "again {\"field\":\"parent.last_seen\",\"schema\":\"public\",\"table\":\"parent\"}",
            "again {\"field\":\"x\",\"schema\":\"public\",\"table\":\"nowhere\",\"keys\":[[\"1\"]]}",
            "again {\"field\":\"parent.last_seen\",\"schema\":\"public\",\"table\":\"parent\","
                + "\"keys\":[[\"1\"],[\"no number\"],[\"1\",\"2\"],[]]}")) {
      scenario.execute(
          "SELECT pg_logical_emit_message(true, '" + scenario.name + "', '" + message + "')");
    }
  }

  private void foundAndRepaired(EverfillProcess process) throws Exception {
    messagesOfStrangers();
    restoreTheDriftedRows(process);
    scenario.execute(DRIFT);
    Desk.Said found = desk.command("verify", "--as", "ann");
    assertThat(found.code()).as("%s", found).isEqualTo(3);
    assertThat(found.out())
        .contains("DIFFERS in 3 rows", "id=1:", "id=2:", "id=3000:", "found last_seen=1999-01-01")
        .contains("DIFFERS in 2 rows", "id=i17:", "id=i3000:", "found suspicious=NULL");
    assertThat(mismatches()).isEqualTo(5);
    scenario.execute("TRUNCATE public.written");

    Desk.Said repaired = desk.command("verify", "--repair", "--as", "ben", "--json");
    assertThat(repaired.code()).as("%s", repaired).isZero();
    assertThat(repaired.out()).contains("\"repaired\" : 3", "\"repaired\" : 2");
    assertThat(scenario.texts("SELECT key FROM public.written ORDER BY 1"))
        .as("rows written")
        .containsExactlyElementsOf(DRIFTED);
    assertThat(mismatches()).isZero();
    assertThat(desk.command("verify").code()).isZero();
    scenario.assertEqualsOracle(FIELDS, "repaired");
    assertThat(events()).contains("ann verified", "ben repaired", "ben verified");
  }

  /** The traffic may have deleted some. */
  private void restoreTheDriftedRows(EverfillProcess process) throws Exception {
    scenario.execute(
        "INSERT INTO public.parent (id) VALUES (1), (2), (3000) ON CONFLICT DO NOTHING;"
            + " INSERT INTO public.item (id) VALUES ('i17'), ('i3000') ON CONFLICT DO NOTHING");
    scenario.awaitEverythingWritten(process, LIMIT);
  }

  private void whereNobodyRuns() throws Exception {
    scenario.execute(DRIFT);
    Desk.Said said = desk.command("verify", "--repair");
    assertThat(said.code()).as("%s", said).isEqualTo(3);
    assertThat(said.out()).contains("no process runs this pipeline", "nothing was repaired");
    assertThat(desk.command("doctor").out()).contains("warn  instances", "no process runs");
    assertThat(desk.command("verify", "parent.last_sen").err()).contains("did you mean");
  }

  private void onASchedule() throws Exception {
    config = scenario.configure("data", "verify: {every: 1s, repair: true}\n", FIELDS);
    EverfillProcess process = scenario.run("run", "-c", config.toString());
    Scenario.await(
        "repair on the schedule",
        LIMIT,
        process,
        () -> events().stream().filter("schedule repaired"::equals).count() == FIELDS.size());
    scenario.assertEqualsOracle(FIELDS, "on a schedule");
    Desk.Said well = desk.command("doctor");
    assertThat(well.code()).as("%s", well).isZero();
    assertThat(well.out())
        .contains("ok    wal_level", "ok    parent.last_seen ", "is in use", "ok    kafka");
  }

  private long mismatches() throws Exception {
    return scenario.number("SELECT sum(mismatches) FROM \"" + scenario.name + "\".status");
  }

  private List<String> events() {
    try {
      return scenario.texts(
          "SELECT actor || ' ' || kind FROM \"" + scenario.name + "\".event ORDER BY id");
    } catch (java.sql.SQLException failed) {
      throw new AssertionError("the events cannot be read", failed);
    }
  }
}
