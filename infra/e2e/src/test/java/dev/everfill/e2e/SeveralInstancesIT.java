package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same pipeline in two processes, on one Kafka and one database, under traffic. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class SeveralInstancesIT {
  private static final int ROWS = 4_000;
  private static final int RATE = 2_000;

  /**
   * Faults 24 and 19: started at once, both share the work and one captures. The one that captures
   * is frozen until the other has taken over, thawed with old values in its hands, and killed.
   */
  @Test
  void twoShareTheWorkAndAnyOfThemMayGo() throws Exception {
    try (Stand stand = new Stand("instances", ROWS)) {
      String pace = "pace: {rows-per-second: " + RATE + "}\n";
      Path one = stand.scenario.configure("one", pace, Ledger.YAML);
      Path two = stand.scenario.configure("two", pace, Ledger.YAML);
      EverfillProcess first = stand.scenario.run("run", "-c", one.toString());
      EverfillProcess second = stand.scenario.run("run", "-c", two.toString());
      stand.process = first;
      stand.awaitLive();
      stand.assertHealed("24 backfill by two");
      assertThat(second.isAlive()).as(second::printed).isTrue();
      assertBothWrite(stand);

      EverfillProcess capturing = capturing(stand, first) ? first : second;
      EverfillProcess other = capturing == first ? second : first;
      stand.process = other;
      freezeAndThaw(stand, capturing);
      assertThat(capturing.isAlive()).as(capturing::printed).isTrue();

      EverfillProcess last = capturing(stand, first) ? second : first;
      EverfillProcess killed = last == first ? second : first;
      stand.process = last;
      try (LedgerTraffic traffic =
          new LedgerTraffic(stand.scenario, stand.ledger, 24, Duration.ofMillis(5))) {
        Scenario.pause(Duration.ofSeconds(1));
        killed.kill();
        Scenario.pause(Duration.ofSeconds(2));
        System.out.println("24: " + traffic.stop().summary());
      }
      stand.assertHealed("24 one of two is killed");
      assertThat(stand.ledger.mostWritten("1 second"))
          .as("rows in a second")
          .isLessThanOrEqualTo(RATE);
      assertThat(stand.ledger.mostWritten("10 seconds"))
          .as("rows in ten seconds")
          .isLessThanOrEqualTo(10 * RATE);
    }
  }

  private static void assertBothWrite(Stand stand) throws Exception {
    long before = stand.ledger.audited();
    stand.await("two sessions of the write stage", () -> sessions(stand) == 2);
    stand.ledger.bump(1, ROWS);
    stand.assertHealed("24 both write");
    assertThat(
            stand.scenario.number(
                "SELECT count(DISTINCT pid) FROM public.audit WHERE n > " + before))
        .as("sessions that wrote")
        .isEqualTo(2);
  }

  private static long sessions(Stand stand) {
    return stand.scenario.quietNumber(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + stand.sink() + "'");
  }

  /** Whether the slot's session comes from this process: their ports tell. */
  private static boolean capturing(Stand stand, EverfillProcess process) throws Exception {
    process.freeze();
    try {
      return !slotMoves(stand);
    } finally {
      process.thaw();
    }
  }

  /** Whether what is emitted now is confirmed soon. */
  private static boolean slotMoves(Stand stand) throws Exception {
    long position =
        stand.scenario.number(
            "SELECT (pg_logical_emit_message(true, '"
                + stand.scenario.name
                + "', 'level', true) - '0/0')::bigint");
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      if (stand.scenario.quietNumber(
              "SELECT (confirmed_flush_lsn - '0/0')::bigint FROM pg_replication_slots")
          >= position) {
        return true;
      }
      Scenario.pause(Duration.ofMillis(50));
    }
    return false;
  }

  private static void freezeAndThaw(Stand stand, EverfillProcess zombie) throws Exception {
    try (Connection holder = stand.scenario.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      // Every writer has old values in hand, and nothing but these locks keeps it from writing.
      statement.execute("SELECT FROM public.copy WHERE id <= 60 FOR UPDATE");
      stand.ledger.bump(1, 120);
      stand.await("the free rows", () -> stand.ledger.right(61, 120) == 60);
      long before = owners(stand);
      zombie.freeze();
      stand.await("all partitions to be the other's", () -> owners(stand) > before);
      stand.ledger.bump(1, 60);
      holder.commit();
    }
    stand.scenario.awaitEverythingWritten(stand.process, Stand.LIMIT);
    stand.ledger.assertInvariants("19 while the other is frozen");
    long audited = stand.ledger.audited();
    long owners = owners(stand);
    zombie.thaw();
    stand.await("the thawed one to have its share again", () -> owners(stand) > owners);
    stand.assertHealed("19 thawed");
    assertThat(stand.scenario.number("SELECT count(*) FROM public.audit WHERE n > " + audited))
        .as("rows written by the zombie")
        .isZero();
  }

  private static long owners(Stand stand) {
    return stand.scenario.quietNumber(
        "SELECT sum(owner_epoch) FROM \"" + stand.scenario.name + "\".progress");
  }
}
