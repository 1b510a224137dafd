package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * I3, seen from outside: samples how long the sink's transactions have held locks on the target,
 * how long it has waited for one of the table, and who waits for it. Samples nothing while the
 * server is away.
 */
final class SinkWatch implements AutoCloseable {
  private static final int PERIOD_MILLIS = 5;

  /**
   * Whether it holds rows, for how long its transaction is open, whether it waits for the table's
   * lock, for how long; and how many sessions wait for it.
   */
  private static final String SAMPLE =
      """
      SELECT
        EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.granted AND l.mode = 'RowExclusiveLock'
          AND l.relation = 'public.copy'::regclass),
        extract(epoch FROM clock_timestamp() - a.xact_start) * 1000,
        (SELECT max(extract(epoch FROM clock_timestamp() - l.waitstart) * 1000) FROM pg_locks l
          WHERE l.pid = a.pid AND NOT l.granted AND l.locktype = 'relation'),
        (SELECT count(*) FROM pg_locks w WHERE NOT w.granted AND w.pid <> a.pid
          AND a.pid = ANY (pg_blocking_pids(w.pid)))
      FROM pg_stat_activity a WHERE a.application_name = ? AND a.xact_start IS NOT NULL
      """;

  /**
   * What was seen.
   *
   * @param held milliseconds, of every sample that met rows held
   * @param longestTableWait milliseconds
   * @param waitersSeen samples in which somebody waited for the sink
   */
  record Seen(List<Double> held, double longestTableWait, int waitersSeen, int samples) {
    double longest() {
      return held.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** No lock lasts: the bounds leave room for a machine that others use too. */
    void assertNobodyIsHeldUp(String as) {
      System.out.println(as + ": " + this.summary());
      assertThat(samples).as(as + ": samples").isPositive();
      assertThat(longest()).as(as + ": longest hold, ms").isLessThan(1_000);
      assertThat(longestTableWait).as(as + ": longest wait for the table, ms").isLessThan(1_000);
    }

    String summary() {
      return String.format(
          java.util.Locale.ROOT,
          "%d samples, %d of a transaction holding rows, longest %.1f ms; longest wait for the table"
              + " %.1f ms; somebody waited in %d samples",
          samples,
          held.size(),
          longest(),
          longestTableWait,
          waitersSeen);
    }
  }

  private final Scenario scenario;
  private final CompletableFuture<Seen> result = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "sink-watch");
  private final List<Double> held = new ArrayList<>();
  private double longestTableWait;
  private int waitersSeen;
  private int samples;
  private volatile boolean stopped;

  SinkWatch(Scenario scenario) {
    this.scenario = scenario;
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        sampleWhileConnected();
      }
      result.complete(new Seen(List.copyOf(held), longestTableWait, waitersSeen, samples));
    } catch (RuntimeException | Error failed) {
      result.completeExceptionally(failed);
    }
  }

  private void sampleWhileConnected() {
    try (Connection connection = scenario.connect();
        PreparedStatement statement = connection.prepareStatement(SAMPLE)) {
      statement.setString(1, scenario.name + " write");
      while (!stopped) {
        sample(statement);
        Scenario.pause(java.time.Duration.ofMillis(PERIOD_MILLIS));
      }
    } catch (SQLException serverIsAway) {
      Scenario.pause(java.time.Duration.ofMillis(50));
    }
  }

  private void sample(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      samples++;
      while (rows.next()) {
        if (rows.getBoolean(1)) {
          held.add(rows.getDouble(2));
        }
        longestTableWait = Math.max(longestTableWait, rows.getDouble(3));
        waitersSeen += rows.getInt(4) > 0 ? 1 : 0;
      }
    }
  }

  /** Ends the watching and gives what was seen. */
  Seen stop() throws InterruptedException, ExecutionException {
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
