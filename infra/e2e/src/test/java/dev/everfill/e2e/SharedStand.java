package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * One live pipeline for all fault tests of this JVM that leave it as they found it: healed, and by
 * the same process.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
abstract class SharedStand {
  static final int ROWS = 10_000;

  Stand stand;
  Ledger ledger;
  SinkWatch watch;

  /** The audit's last number before the test. */
  long auditBefore;

  private static final class Holder {
    static final Stand STAND = start();

    private static Stand start() {
      try {
        Stand stand = new Stand("faults", ROWS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(stand), "close-stand"));
        stand.configure("");
        stand.run();
        return stand;
      } catch (SQLException | java.io.IOException failed) {
        throw new AssertionError("the stand does not start", failed);
      }
    }

    private static void close(Stand stand) {
      try {
        stand.close();
      } catch (Exception failed) {
        System.err.println("Left behind " + stand.folder + ": " + failed);
      }
    }
  }

  @BeforeEach
  final void begin() throws Exception {
    stand = Holder.STAND;
    ledger = stand.ledger;
    if (!stand.process.isAlive()) {
      stand.run();
    }
    stand.awaitLive();
    stand.assertHealed("before");
    auditBefore = ledger.audited();
    watch = new SinkWatch(stand.scenario);
  }

  @AfterEach
  final void end() throws Exception {
    if (watch != null) {
      watch.close();
    }
    stand.network.release();
    ledger.noTrouble();
  }

  /** The audit is undone with its transaction, so what it holds was really done. */
  final void assertEachWrittenOnce(long from, long to) throws SQLException {
    String which = " FROM public.audit WHERE n > " + auditBefore + " AND id BETWEEN ";
    assertThat(stand.scenario.number("SELECT count(*)" + which + from + " AND " + to))
        .as("writes to these rows")
        .isEqualTo(to - from + 1);
    assertThat(stand.scenario.number("SELECT count(DISTINCT id)" + which + from + " AND " + to))
        .as("rows written")
        .isEqualTo(to - from + 1);
  }

  /** Rows in trouble at the gate do not get through while this connection lasts. */
  final Connection closedGate() throws SQLException {
    Connection gate = stand.scenario.connect();
    try (Statement statement = gate.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(42)");
    }
    return gate;
  }

  /** Until the write stage is in the middle of a batch, at the gate; gives its server process. */
  final long awaitInTheMiddle() throws SQLException {
    stand.await(
        "the sink at the gate",
        () ->
            stand.scenario.quietNumber(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND"
                        + " application_name = '"
                        + stand.sink()
                        + "'")
                > 0);
    return stand.sinkPid();
  }
}
