package dev.everfill.bench.watch;

import dev.everfill.bench.load.Application;
import dev.everfill.bench.load.Front;
import dev.everfill.bench.server.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the sessions and at the end of the table, some hundred times a second, on a thread and a
 * connection of its own, in the same way whoever is writing.
 *
 * <p>Where the contender writes is seen in the last pages of the table: it was packed before, so
 * new versions of rows go there, and only the contender fills the column.
 */
public final class Watch implements AutoCloseable {
  private static final long INTERVAL = 5_000_000;
  private static final double MILLISECOND = 1e6;

  /** Locks are asked for only of sessions that wait: pg_blocking_pids is not cheap. */
  private static final String SESSIONS =
      """
      WITH seen AS MATERIALIZED (
        SELECT a.pid, a.xact_start, a.query_start, a.wait_event_type,
          a.application_name = ? AS application, a.application_name LIKE ? AS contender,
          a.application_name LIKE ? AS writer
        FROM pg_catalog.pg_stat_get_activity(NULL) AS a WHERE a.application_name <> ''),
      waiting AS MATERIALIZED (
        SELECT s.pid, s.query_start FROM seen AS s
        WHERE s.application AND s.wait_event_type = 'Lock' AND EXISTS (
          SELECT FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(s.pid)) AS b (pid)
          JOIN seen AS c ON c.pid = b.pid AND c.contender))
      SELECT 1000 * EXTRACT(epoch FROM pg_catalog.clock_timestamp() - s.xact_start)::float8,
        NULL, NULL
      FROM seen AS s WHERE s.writer AND s.xact_start IS NOT NULL
      UNION ALL SELECT NULL, pid, query_start FROM waiting
      """;

  private static final String FRONT =
      """
      SELECT id FROM public.transmissions
      WHERE last_seen IS NOT NULL AND ctid >= ('(' || greatest(0,
        pg_catalog.pg_relation_size('public.transmissions') / 8192 - 3) || ',0)')::tid
      ORDER BY ctid DESC LIMIT 1
      """;

  private record Waited(int pid, Timestamp since) {}

  private final Server server;
  private final Front front;
  private final String writer;
  private final String contender;
  private final Thread thread;
  private final Set<Waited> waits = new HashSet<>();
  private long samples;
  private double longest;
  private long lockWaits;
  private long longestGap;
  private long lastLook;
  private volatile boolean stopping;
  private volatile SQLException failure;

  /**
   * Starts at once.
   *
   * @param front is told where the contender writes
   * @param contender pattern of the application names of all its sessions
   * @param writer pattern of those that write the target
   */
  public Watch(Server server, Front front, String contender, String writer) {
    this.server = server;
    this.front = front;
    this.contender = contender;
    this.writer = writer;
    this.thread = new Thread(this::work, "bench-watch");
    thread.start();
  }

  private void work() {
    try (Connection connection = server.connect("bench watch");
        PreparedStatement sessions = connection.prepareStatement(SESSIONS);
        PreparedStatement tail = connection.prepareStatement(FRONT)) {
      sessions.setString(1, Application.NAME);
      sessions.setString(2, contender);
      sessions.setString(3, writer);
      reset();
      while (!stopping) {
        look(sessions);
        look(tail, front);
        LockSupport.parkNanos(INTERVAL);
      }
    } catch (SQLException failed) {
      failure = failed;
    }
  }

  private void look(PreparedStatement sessions) throws SQLException {
    try (ResultSet rows = sessions.executeQuery()) {
      record(rows);
    }
  }

  private synchronized void record(ResultSet rows) throws SQLException {
    samples++;
    long now = System.nanoTime();
    longestGap = Math.max(longestGap, now - lastLook);
    lastLook = now;
    while (rows.next()) {
      longest = Math.max(longest, rows.getDouble(1));
      if (rows.getObject(2) != null) {
        lockWaits++;
        waits.add(new Waited(rows.getInt(2), rows.getTimestamp(3)));
      }
    }
  }

  /** Begins a new window. */
  public synchronized void reset() {
    samples = 0;
    longest = 0;
    lockWaits = 0;
    longestGap = 0;
    lastLook = System.nanoTime();
    waits.clear();
  }

  private static void look(PreparedStatement tail, Front front) throws SQLException {
    try (ResultSet rows = tail.executeQuery()) {
      if (rows.next()) {
        front.seen(rows.getLong(1));
      }
    }
  }

  /**
   * Stops and tells what was seen.
   *
   * @throws SQLException if it could not look
   */
  public Observed stop() throws SQLException {
    close();
    if (failure != null) {
      throw failure;
    }
    return observed();
  }

  private synchronized Observed observed() {
    return new Observed(samples, longest, lockWaits, waits.size(), longestGap / MILLISECOND);
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    front.clear();
  }
}
