package dev.everfill.e2e;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application on the ledger: a seeded stream of transactions of every kind on a thread of its
 * own, which connects again when the server comes back, and notes how long its writes to the very
 * rows took that the sink writes.
 */
final class LedgerTraffic implements AutoCloseable {
  /** What a transaction does. */
  enum Kind {
    BUMP_ONE,
    BUMP_MANY,
    ADD_ENTRY,
    TOUCH_TARGET,
    INSERT_TARGET,
    DELETE_TARGET,
    POINT_NOWHERE_AND_BACK,
    ROLLED_BACK,
    HOLD_SOME
  }

  /** What was done, and how many milliseconds each write to a target row took. */
  record Done(Map<Kind, Integer> counts, List<Double> millis, int lostConnections) {
    double longest() {
      return millis.isEmpty() ? 0 : millis.get(millis.size() - 1);
    }

    String summary() {
      return String.format(
          java.util.Locale.ROOT,
          "%s; %d writes to target rows, p50 %.1f, p99 %.1f, max %.1f ms; connection lost %d times",
          counts,
          millis.size(),
          millis.get(millis.size() / 2),
          millis.get(millis.size() * 99 / 100),
          longest(),
          lostConnections);
    }
  }

  /** Beginnings of SQLSTATEs after which an application tries again. */
  private static final Set<String> PASSING = Set.of("080", "57P", "531", "40P");

  /** Keys of the rows that the application makes, over all of this JVM's applications. */
  private static final AtomicLong FRESH = new AtomicLong(10_000_000);

  private final Scenario scenario;
  private final int rows;
  private final Random random;
  private final Duration pause;
  private final Map<Kind, Integer> counts = new ConcurrentHashMap<>();
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Done> result = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "ledger-traffic");
  private int lost;
  private volatile boolean stopped;

  LedgerTraffic(Scenario scenario, Ledger ledger, long seed, Duration pause) {
    this.scenario = scenario;
    this.rows = ledger.rows;
    this.random = new Random(seed);
    this.pause = pause;
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        work();
      }
      Collections.sort(millis);
      result.complete(new Done(Map.copyOf(counts), List.copyOf(millis), lost));
    } catch (SQLException | RuntimeException | Error failed) {
      result.completeExceptionally(failed);
    }
  }

  private void work() throws SQLException {
    try (Connection connection = scenario.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!stopped) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        apply(kind, connection, statement);
        counts.merge(kind, 1, Integer::sum);
        Scenario.pause(pause);
      }
    } catch (SQLException failed) {
      String state = String.valueOf(failed.getSQLState());
      if (!PASSING.contains(state.substring(0, Math.min(3, state.length())))) {
        throw failed;
      }
      lost++;
      Scenario.pause(Duration.ofMillis(50));
    }
  }

  private void apply(Kind kind, Connection connection, Statement statement) throws SQLException {
    long row = 1 + random.nextInt(rows);
    switch (kind) {
      case BUMP_ONE -> bump(statement, row, row);
      case BUMP_MANY -> bump(statement, row, row + 200);
      case ADD_ENTRY ->
          statement.execute(
              "INSERT INTO public.entry SELECT nextval('public.versions'), "
                  + row
                  + ", nextval('public.versions')");
      case TOUCH_TARGET -> {
        long begin = System.nanoTime();
        statement.execute("UPDATE public.copy SET note = note || 'x' WHERE id = " + row);
        connection.commit();
        millis.add((System.nanoTime() - begin) / 1e6);
      }
      case INSERT_TARGET ->
          statement.execute(
              "INSERT INTO public.copy (id, source_id, untouched) VALUES ("
                  + FRESH.incrementAndGet()
                  + ", "
                  + row
                  + ", '')");
      case DELETE_TARGET -> statement.execute("DELETE FROM public.copy WHERE id = " + FRESH.get());
      case POINT_NOWHERE_AND_BACK -> {
        // NULL in between, then the same source again: no version in it can be an older one.
        statement.execute("UPDATE public.copy SET source_id = NULL WHERE id = " + row);
        connection.commit();
        statement.execute("UPDATE public.copy SET source_id = id WHERE id = " + row);
      }
      case ROLLED_BACK ->
          statement.execute(
              "UPDATE public.source SET version = version + 1000000 WHERE id BETWEEN "
                  + row
                  + " AND "
                  + (row + 50));
      case HOLD_SOME -> {
        statement.execute(
            "SELECT FROM public.copy WHERE id BETWEEN "
                + row
                + " AND "
                + (row + 20)
                + " FOR UPDATE");
        bump(statement, row, row + 20);
        Scenario.pause(Duration.ofMillis(random.nextInt(60)));
      }
    }
    if (kind == Kind.ROLLED_BACK) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }

  private static void bump(Statement statement, long from, long to) throws SQLException {
    statement.execute(
        "UPDATE public.source SET version = version + 1 WHERE id BETWEEN " + from + " AND " + to);
  }

  /** Whether every kind of transaction was done at least once; fails with what went wrong. */
  boolean didEverything() {
    if (result.isCompletedExceptionally()) {
      result.join();
    }
    return counts.keySet().containsAll(List.of(Kind.values())) && !millis.isEmpty();
  }

  /** Stops after the transaction at hand; gives what was done, and fails with what went wrong. */
  Done stop() throws InterruptedException, ExecutionException {
    stopped = true;
    thread.join();
    return result.get();
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
