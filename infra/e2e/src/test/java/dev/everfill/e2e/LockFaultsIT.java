package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application holds what a live pipeline wants to write, or wants what it holds. */
class LockFaultsIT extends SharedStand {
  /** {@code -Deverfill.hold=30} for the length that is promised. */
  private static final Duration HOLD = Duration.ofSeconds(Integer.getInteger("everfill.hold", 2));

  /** Fault 9: 100 of 10 000 rows are held for long: only these wait, and not long after the end. */
  @Test
  void aLongTransactionDelaysOnlyTheRowsItHolds() throws Exception {
    long freely = millisToWriteAll();
    long freeBatches = batchesSince(auditBefore);
    long before = ledger.audited();
    long released;
    try (Connection holder = stand.scenario.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(
          "UPDATE public.copy SET note = note || 'held' WHERE id % 100 = 7 AND id <= " + ROWS);
      long begin = System.nanoTime();
      ledger.bump(1, ROWS);
      stand.await("all others", () -> ledger.right(1, ROWS) == ROWS - ROWS / 100);
      long held = (System.nanoTime() - begin) / 1_000_000;
      System.out.printf(
          "9: all rows in %d ms (%d batches); beside 100 held ones %d ms (%d batches)%n",
          freely, freeBatches, held, batchesSince(before));
      Scenario.pause(HOLD.minusMillis(Math.min(held, HOLD.toMillis())));
      assertThat(stand.scenario.number(written(before))).isEqualTo(ROWS - ROWS / 100);
      holder.commit();
      released = micros();
    }
    stand.assertHealed("9 long transaction");
    assertThat(stand.scenario.number(written(before))).isEqualTo(ROWS);
    long last =
        stand.scenario.number(
            "SELECT max(extract(epoch FROM at) * 1000000)::bigint FROM public.audit WHERE n > "
                + before);
    System.out.printf(
        "9: the last held row was written %d ms after the end%n", (last - released) / 1000);
    assertThat(last - released).as("µs after the end").isLessThan(1_000_000);
    watch.stop().assertNobodyIsHeldUp("9 long transaction");
  }

  private long millisToWriteAll() throws SQLException {
    long begin = System.nanoTime();
    ledger.bump(1, ROWS);
    stand.await("all rows", () -> ledger.right(1, ROWS) == ROWS);
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private long batchesSince(long n) throws SQLException {
    return stand.scenario.number("SELECT count(DISTINCT xid) FROM public.audit WHERE n > " + n);
  }

  private static String written(long since) {
    return "SELECT count(DISTINCT id) FROM public.audit WHERE id <= " + ROWS + " AND n > " + since;
  }

  private long micros() throws SQLException {
    return stand.scenario.number(
        "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
  }

  /**
   * Fault 10: a trigger's lock and the application's cross, in reverse order. The server finds the
   * write stage guilty, since it asks last.
   */
  @Test
  void aDeadlockIsLostAndTriedAgain() throws Exception {
    ledger.trouble("gate", 20);
    ledger.trouble("hot", 20);
    long before = stand.refusedWith("40P01");
    try (Connection application = stand.scenario.connect();
        Statement statement = application.createStatement();
        Connection gate = closedGate()) {
      application.setAutoCommit(false);
      // Ours looks for a deadlock so late that it is the other who finds it.
      statement.execute("SET deadlock_timeout = '60s'");
      statement.execute("UPDATE public.hot SET n = n + 1 WHERE id = 1");
      ledger.bump(1, 50);
      long sink = awaitInTheMiddle();
      CompletableFuture<Void> crossing = update(statement, "id = 20");
      stand.await("the application behind the sink", () -> waitsFor(sink) > 0);
      gate.close();
      crossing.get();
      application.commit();
    }
    stand.assertHealed("10 deadlock");
    assertEachWrittenOnce(1, 50);
    assertThat(stand.refusedWith("40P01")).as("deadlocks lost").isGreaterThan(before);
  }

  private CompletableFuture<Void> update(Statement statement, String where) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            statement.execute("UPDATE public.copy SET note = note || 'x' WHERE " + where);
          } catch (SQLException failed) {
            throw new AssertionError(failed);
          }
        });
  }

  private long waitsFor(long pid) {
    return stand.scenario.quietNumber(
        "SELECT count(*) FROM pg_locks w WHERE NOT w.granted AND "
            + pid
            + " = ANY (pg_blocking_pids(w.pid))");
  }

  /** Fault 10: what a trigger touches is held by somebody: the wait is short, again and again. */
  @Test
  void aLockTimeoutIsTriedAgain() throws Exception {
    ledger.trouble("hot", 20);
    long before = stand.refusedWith("55P03");
    try (Connection application = stand.scenario.connect();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("UPDATE public.hot SET n = n + 1 WHERE id = 1");
      ledger.bump(1, 50);
      stand.await("two refusals", () -> quietRefused("55P03") >= before + 2);
      application.commit();
    }
    stand.assertHealed("10 lock timeout");
    assertEachWrittenOnce(1, 50);
    watch.stop().assertNobodyIsHeldUp("10 lock timeout");
  }

  /** Fault 10: what READ COMMITTED does not meet by itself, triggers may raise. */
  @ParameterizedTest
  @ValueSource(strings = {"40001", "57014", "53200"})
  void whatMayPassIsTriedAgain(String sqlState) throws Exception {
    ledger.trouble(sqlState, 20);
    long before = stand.refusedWith(sqlState);
    ledger.bump(1, 50);
    stand.await("two refusals", () -> quietRefused(sqlState) >= before + 2);
    assertThat(
            stand.scenario.number(
                "SELECT count(*) FROM \"" + stand.scenario.name + "\".quarantine"))
        .as("an outage is no bad row")
        .isZero();
    ledger.noTrouble();
    stand.assertHealed("10 " + sqlState);
    assertEachWrittenOnce(1, 50);
  }

  private long quietRefused(String sqlState) {
    try {
      return stand.refusedWith(sqlState);
    } catch (java.io.IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /**
   * Fault 11: a reader has the table, a LOCK TABLE waits behind it, and the write stage must not
   * make the queue longer: nobody ever waits for it, and its own wait is short.
   */
  @Test
  void aTableLockThatWaitsIsNotHeldUp() throws Exception {
    CompletableFuture<Void> locked;
    try (Connection reader = stand.scenario.connect();
        Connection other = stand.scenario.connect();
        Statement reading = reader.createStatement();
        Statement locking = other.createStatement()) {
      reader.setAutoCommit(false);
      other.setAutoCommit(false);
      reading.execute("SELECT count(*) FROM public.copy WHERE id = 1");
      locked = CompletableFuture.runAsync(() -> lock(locking));
      stand.await("the lock to wait", () -> waitingLocks() > 0);
      long before = stand.refusedWith("55P03");
      ledger.bump(1, 50);
      stand.await("two refusals", () -> quietRefused("55P03") >= before + 2);
      reader.commit();
      locked.get();
      Scenario.pause(Duration.ofMillis(200));
      other.commit();
    }
    stand.assertHealed("11 table lock");
    assertEachWrittenOnce(1, 50);
    SinkWatch.Seen seen = watch.stop();
    seen.assertNobodyIsHeldUp("11 table lock");
    assertThat(seen.longestTableWait()).as("the sink did wait for the table").isPositive();
    assertThat(seen.waitersSeen()).as("samples in which somebody waited for the sink").isZero();
  }

  private static void lock(Statement statement) {
    try {
      statement.execute("LOCK TABLE public.copy IN ACCESS EXCLUSIVE MODE");
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private long waitingLocks() {
    return stand.scenario.quietNumber(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'");
  }

  /** Fault 16: what was computed for rows that are not there any more. */
  @Test
  void rowsVanishBetweenComputeAndWrite() throws Exception {
    long gone = ROWS + 500_000;
    try (Connection holder = stand.scenario.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM public.copy WHERE id BETWEEN 100 AND 140 FOR UPDATE");
      ledger.bump(100, 150);
      stand.scenario.execute("UPDATE public.entry SET copy_id = 120 WHERE copy_id = 110");
      stand.scenario.execute("UPDATE public.entry SET copy_id = 121 WHERE copy_id = 145");
      // The newer ones are written, so the older ones of the rows held have come as well.
      stand.await("the free ones", () -> ledger.right(141, 150) == 10);
      for (String sql : vanish(gone)) {
        statement.execute(sql);
      }
      holder.commit();
    }
    try {
      stand.scenario.awaitEverythingWritten(stand.process, Stand.LIMIT);
      stand.scenario.assertEqualsOracle(Ledger.FIELDS, "16 rows vanish");
      assertThat(stand.scenario.number("SELECT count(*) FROM public.copy WHERE " + moved(gone)))
          .isEqualTo(11);
    } finally {
      for (String sql : restore(gone)) {
        stand.scenario.execute(sql);
      }
    }
    stand.assertHealed("16 rows are there again");
  }

  /** Fault 16: no row is there any more for what was computed. */
  @Test
  void theTargetIsTruncatedBetweenComputeAndWrite() throws Exception {
    try (Connection holder = stand.scenario.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM public.copy WHERE id BETWEEN 200 AND 240 FOR UPDATE");
      ledger.bump(200, 250);
      stand.await("the free ones", () -> ledger.right(241, 250) == 10);
      statement.execute("CREATE TEMP TABLE kept AS SELECT id, untouched FROM public.copy");
      statement.execute("TRUNCATE public.copy");
      holder.commit();
      stand.scenario.awaitEverythingWritten(stand.process, Stand.LIMIT);
      assertThat(stand.scenario.number("SELECT count(*) FROM public.copy")).isZero();
      statement.execute(
          "INSERT INTO public.copy (id, source_id, untouched) SELECT id, id, untouched FROM kept");
      holder.commit();
    }
    stand.assertHealed("16 the target is filled again");
    assertThat(stand.scenario.number("SELECT count(*) FROM public.copy")).isEqualTo(ROWS);
  }

  private static List<String> vanish(long gone) {
    return List.of(
        "DELETE FROM public.copy WHERE id BETWEEN 100 AND 109",
        "UPDATE public.copy SET id = id + " + gone + " WHERE id BETWEEN 130 AND 140");
  }

  private static String moved(long gone) {
    return "id BETWEEN " + gone + " AND " + (gone + ROWS);
  }

  private static List<String> restore(long gone) {
    return List.of(
        "UPDATE public.copy SET id = id - " + gone + " WHERE " + moved(gone),
        "INSERT INTO public.copy (id, source_id, untouched)"
            + " SELECT g, g, md5(g::text) FROM generate_series(100, 109) g");
  }
}
