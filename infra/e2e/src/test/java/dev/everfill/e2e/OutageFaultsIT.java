package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.e2e.CommitTap.Then;
import dev.everfill.embedded.PostgresServer.StopMode;
import dev.everfill.embedded.testing.TcpProxy.Way;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The server of a live pipeline goes away, or the way there does: the same process goes on, and
 * nothing is lost, repeated or taken back.
 */
class OutageFaultsIT extends SharedStand {
  /** Fault 7: the server has the whole batch and never hears of its commit. */
  @Test
  void theConnectionIsCutBeforeCommitArrives() throws Exception {
    commitIsCut(Way.TO_SERVER);
  }

  /** Fault 7: the server commits and its answer is lost. */
  @Test
  void theConnectionIsCutAfterTheServerCommitted() throws Exception {
    commitIsCut(Way.TO_CLIENT);
  }

  private void commitIsCut(Way way) throws Exception {
    CommitTap.Meeting cut = stand.commits.arm(way, Then.CUT);
    ledger.bump(1, 50);
    cut.await();
    stand.assertHealed("commit cut " + way);
    assertEachWrittenOnce(1, 50);
    watch.stop().assertNobodyIsHeldUp("commit cut " + way);
  }

  /** Fault 5. */
  @Test
  void theServerStopsInOrderAndComesBack() throws Exception {
    outage(StopMode.FAST, Duration.ZERO);
  }

  /** Fault 5: {@code -Deverfill.outage=300} for minutes of it. */
  @Test
  void theServerCrashesAndComesBackLater() throws Exception {
    outage(StopMode.IMMEDIATE, Duration.ofSeconds(Integer.getInteger("everfill.outage", 3)));
  }

  private void outage(StopMode mode, Duration away) throws Exception {
    long started = startedAt();
    long pid = stand.process.handle().pid();
    try (LedgerTraffic traffic =
        new LedgerTraffic(stand.scenario, ledger, 1, Duration.ofMillis(5))) {
      awaitWrites(50);
      stand.server.stop(mode);
      Scenario.pause(away);
      stand.server.restart();
      assertThat(startedAt()).as("the server was started anew").isGreaterThan(started);
      Scenario.pause(Duration.ofMillis(500));
      LedgerTraffic.Done done = traffic.stop();
      System.out.println(mode + ": " + done.summary());
      assertThat(done.lostConnections()).as("connections that the application lost").isPositive();
    }
    ledger.repair();
    stand.assertHealed("server stopped " + mode);
    assertThat(stand.process.handle().pid()).as("the same process").isEqualTo(pid);
  }

  private void awaitWrites(long count) throws SQLException {
    long from = ledger.audited();
    stand.await(
        count + " writes",
        () ->
            stand.scenario.quietNumber("SELECT count(*) FROM public.audit WHERE n > " + from)
                >= count);
  }

  private long startedAt() throws SQLException {
    return stand.scenario.number(
        "SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000)::bigint");
  }

  /** Fault 8: the session ends in the middle of its UPDATE. */
  @Test
  void theBackendIsTerminatedInTheMiddleOfABatch() throws Exception {
    ledger.trouble("gate", 25);
    try (Connection gate = closedGate()) {
      assertThat(gate.isClosed()).isFalse();
      ledger.bump(1, 50);
      long pid = awaitInTheMiddle();
      stand.scenario.execute("SELECT pg_terminate_backend(" + pid + ")");
      stand.await("the session to be gone", () -> stand.sinkPid() != pid);
    }
    stand.assertHealed("backend terminated");
    assertEachWrittenOnce(1, 50);
  }

  /** Fault 8: nothing arrives any more and nobody says so; the socket's timeout must. */
  @Test
  void theConnectionIsHalfOpen() throws Exception {
    long pid = stand.sinkPid();
    int said = stand.process.stderr().length();
    stand.network.hold(stand.sink());
    ledger.bump(1, 50);
    try {
      stand.await(
          "the socket's timeout",
          () -> stand.process.stderr().substring(said).contains("waits: PostgreSQL"));
    } finally {
      stand.network.release();
    }
    stand.assertHealed("half-open");
    assertThat(stand.sinkPid()).as("the write stage's session").isNotEqualTo(pid);
    assertEachWrittenOnce(1, 50);
  }

  /** Fault 8: at 2 ms a row batches shrink until a transaction holds its rows shortly again. */
  @Test
  void theDatabaseIsSlow() throws Exception {
    ledger.trouble("slow", 0);
    ledger.bump(1, 1_000);
    stand.assertHealed("slow database");
    long last =
        stand.scenario.number(
            "SELECT max(c) FROM (SELECT count(*) AS c FROM public.audit WHERE n > "
                + auditBefore
                + " GROUP BY xid ORDER BY min(n) DESC LIMIT 20) b");
    System.out.println("slow database: at most " + last + " rows in each of the last 20 batches");
    assertThat(last).as("rows in each of the last batches").isLessThanOrEqualTo(40);
  }

  /**
   * Fault 18, on the way of fault 5: what was captured and not confirmed is delivered again. Rows
   * must not go back to it and come again.
   */
  @Test
  void theStreamIsCutBeforeItsPositionIsConfirmed() throws Exception {
    String stream = "everfill stream";
    stand.network.tap(
        (link, way, piece) ->
            (way == Way.TO_CLIENT || !link.said(stream)) && stand.commits.pass(link, way, piece));
    try {
      // Soon, for a server that is not answered gives the stream up by itself.
      for (int round = 0; round < 2; round++) {
        ledger.bump(1, 50);
        stand.await("the new version", () -> ledger.right(1, 50) == 50);
      }
      assertThat(stand.network.cut(stream)).as("streams cut").isPositive();
    } finally {
      stand.network.tap(stand.commits);
    }
    stand.assertHealed("stream cut");
    assertThat(
            stand.scenario.number(
                "SELECT count(*) FROM public.audit WHERE id BETWEEN 1 AND 50 AND n > "
                    + auditBefore))
        .as("writes to the rows")
        .isEqualTo(2 * 50);
  }
}
