package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.PostgresServer.StopMode;
import dev.everfill.embedded.testing.TestKafka;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Changes may have been missed: the process says so and stays, and a resync puts everything right
 * without writing a row that was right already.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ResyncIT {
  private static final int ROWS = 2_000;
  private static final int MISSED = 5;
  private static final Duration SECONDS = Duration.ofSeconds(20);

  /** Faults 20 and 21, one after the other in one process, which never ends meanwhile. */
  @Test
  void aLostSlotAndADeletedTopicAreHealed() throws Exception {
    try (Stand stand = new Stand("resync", ROWS)) {
      stand.configure("");
      stand.run();
      stand.awaitLive();
      stand.assertHealed("before");
      dropSlot(stand);
      awaitFailed(stand, "slot_lost", "slot_gap");
      healed(stand, missChanges(stand), "20 slot dropped");

      deleteTopic(stand, stand.scenario.name + ".change.public.source");
      awaitFailed(stand, "topic_recreated");
      healed(stand, missChanges(stand), "21 change topic deleted");

      dropSlot(stand);
      awaitFailed(stand, "slot_lost", "slot_gap");
      stand.process.terminate();
      assertThat(stand.process.exit(Duration.ofSeconds(15)))
          .as(stand.process::printed)
          .isEqualTo(MISSED);
    }
  }

  /** Fault 6: the server comes back as it was a while ago. */
  @Test
  void anOlderCopyOfTheDatabaseIsNoticedAndHealed() throws Exception {
    try (Stand stand = new Stand("resync-restored", ROWS)) {
      stand.configure("");
      stand.run();
      stand.awaitLive();
      stand.assertHealed("before");
      Path data = stand.folder.resolve("postgres").resolve("data");
      Path copy = stand.folder.resolve("copy");
      stand.server.stop(StopMode.FAST);
      run("cp", "-a", data.toString(), copy.toString());
      stand.server.restart();
      stand.ledger.bump(1, ROWS);
      stand.assertHealed("what is about to be lost");
      stand.server.stop(StopMode.FAST);
      run("rm", "-r", data.toString());
      run("mv", copy.toString(), data.toString());
      stand.server.restart();
      awaitFailed(stand, "slot_gap", "system_changed");
      healed(stand, missChanges(stand), "6 older copy");
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** Killed with -9 after each step of the resync, it is finished by the next start. */
  @Test
  void aResyncThatIsKilledAnywhereIsFinished() throws Exception {
    long seed = Seeds.stated().findFirst().orElseThrow();
    Random random = new Random(seed);
    List<String> places = List.of("started", "fenced", "slot", "topics", "groups", "cleared");
    try (Stand stand = new Stand("resync-kills", ROWS)) {
      stand.configure("");
      stand.run();
      stand.awaitLive();
      stand.process.terminate();
      stand.process.exit(Duration.ofSeconds(15));
      long differing = missChanges(stand);
      long audited = stand.ledger.audited();
      assertThat(resync(stand, "--no-wait")).isZero();
      for (String place :
          List.of(places.get(random.nextInt(3)), places.get(3 + random.nextInt(3)))) {
        stand.run("-Deverfill.failpoint.resync=" + place);
        assertThat(stand.process.exit(Stand.LIMIT)).as(stand.process::printed).isEqualTo(137);
        assertThat(ready(stand)).as("ready after a kill at " + place).isFalse();
      }
      stand.run();
      stand.awaitLive();
      stand.assertHealed("killed in a resync, seed " + seed);
      assertWrittenSince(stand, audited, differing);
      assertOneOfEach(stand);
    }
  }

  /** Both of two processes leave the old topics and share the work again. */
  @Test
  void allInstancesFollow() throws Exception {
    try (Stand stand = new Stand("resync-two", ROWS)) {
      var one = stand.scenario.configure("one", "", Ledger.YAML);
      var two = stand.scenario.configure("two", "", Ledger.YAML);
      stand.process = stand.scenario.run("run", "-c", one.toString());
      EverfillProcess other = stand.scenario.run("run", "-c", two.toString());
      stand.awaitLive();
      stand.await("both to write", () -> sinks(stand) == 2);
      long audited = stand.ledger.audited();
      EverfillProcess asked = stand.scenario.run("resync", "copy.version", "-c", one.toString());
      assertThat(asked.exit(Stand.LIMIT)).as(asked::printed).isZero();
      stand.assertHealed("two instances resynced");
      assertThat(stand.ledger.audited()).as("rows written").isEqualTo(audited);
      stand.await("both to write again", () -> sinks(stand) == 2);
      stand.ledger.bump(1, ROWS);
      stand.assertHealed("two instances after a resync");
      assertThat(other.isAlive()).as(other::printed).isTrue();
      assertOneOfEach(stand);
    }
  }

  private static long sinks(Stand stand) {
    return stand.scenario.quietNumber(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + stand.sink() + "'");
  }

  private static void dropSlot(Stand stand) {
    // The capture comes back to its slot at once, so there is a race to win.
    stand.await(
        "the slot to be dropped",
        () ->
            stand.scenario.quietNumber(
                        "SELECT count(pg_terminate_backend(active_pid)) FROM pg_replication_slots")
                    >= 0
                && stand.scenario.quietNumber(
                        "SELECT count(*) FROM (SELECT pg_drop_replication_slot(slot_name) FROM"
                            + " pg_replication_slots WHERE NOT active) d")
                    > 0);
  }

  private static void deleteTopic(Stand stand, String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) TestKafka.shared().bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
    assertThat(stand.process.isAlive()).isTrue();
  }

  /** Within seconds, by a process that stays; the column stays readable and is not ready. */
  private static void awaitFailed(Stand stand, String... reasons) {
    String of = String.join("', '", reasons);
    Scenario.await(
        "every field to fail with " + of,
        SECONDS,
        stand.process,
        () ->
            stand.scenario.quietNumber(
                    "SELECT bool_and(state = 'failed' AND reason IN ('"
                        + of
                        + "'))::int FROM \""
                        + stand.scenario.name
                        + "\".status")
                == 1);
    Scenario.pause(Duration.ofSeconds(1));
    assertThat(stand.process.isAlive()).as(stand.process::printed).isTrue();
    assertThat(ready(stand)).isFalse();
  }

  /** Updates, inserts and deletes that no stream tells of. */
  private static long missChanges(Stand stand) throws SQLException {
    stand.ledger.bump(1, 40);
    stand.scenario.execute("DELETE FROM public.source WHERE id BETWEEN 100 AND 109");
    stand.scenario.execute(
        "INSERT INTO public.source SELECT g, 1000000 + g, 'late' FROM generate_series(100, 104) g");
    stand.scenario.execute("DELETE FROM public.entry WHERE copy_id BETWEEN 200 AND 219");
    return 40 + 10;
  }

  private static void healed(Stand stand, long differing, String as) throws Exception {
    long audited = stand.ledger.audited();
    assertThat(resync(stand)).isZero();
    assertThat(ready(stand)).as("ready once the command has waited").isTrue();
    stand.assertHealed(as);
    assertThat(stand.ledger.audited() - audited).as(as + ": rows written").isPositive();
    assertOneOfEach(stand);
    assertThat(stand.process.isAlive()).as(stand.process::printed).isTrue();
    assertThat(differing).isPositive();
  }

  private static int resync(Stand stand, String... more) throws Exception {
    var arguments = new java.util.ArrayList<>(List.of("resync", "copy.version", "--as", "me"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-c", stand.config().toString()));
    EverfillProcess asked = stand.scenario.run(arguments.toArray(String[]::new));
    int exit = asked.exit(Stand.LIMIT);
    System.out.println(asked.stderr());
    return exit;
  }

  private static void assertWrittenSince(Stand stand, long audited, long most) throws SQLException {
    assertThat(stand.ledger.audited() - audited).as("rows written").isBetween(1L, most * 2);
  }

  /** One slot, one generation, and the log of what happened. */
  private static void assertOneOfEach(Stand stand) throws SQLException {
    String schema = "\"" + stand.scenario.name + "\".";
    assertThat(stand.scenario.number("SELECT count(*) FROM pg_replication_slots")).isEqualTo(1);
    assertThat(stand.scenario.number("SELECT count(*) FROM " + schema + "field"))
        .as("rows of fields, of one generation each")
        .isEqualTo(Ledger.FIELDS.size());
    assertThat(
            stand.scenario.texts(
                "SELECT DISTINCT kind FROM "
                    + schema
                    + "event WHERE kind LIKE 'resync%' ORDER BY kind"))
        .containsExactly("resync_done", "resync_requested", "resync_started");
  }

  private static boolean ready(Stand stand) {
    return stand.scenario.quietNumber(
            "SELECT bool_and(\""
                + stand.scenario.name
                + "\".ready(name))::int FROM \""
                + stand.scenario.name
                + "\".field WHERE current")
        == 1;
  }
}
