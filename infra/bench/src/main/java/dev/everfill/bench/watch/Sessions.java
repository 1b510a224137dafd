package dev.everfill.bench.watch;

import dev.everfill.bench.load.Application;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts what the sessions are seen doing. Looking belongs to one thread; resetting and asking may
 * come from another.
 */
final class Sessions implements AutoCloseable {
  private static final double MILLISECOND = 1e6;

  /** Locks are asked for only of sessions that wait: pg_blocking_pids is not cheap. */
  private static final String QUERY =
      """
      WITH seen AS MATERIALIZED (
        SELECT a.pid, a.xact_start, a.query_start, a.wait_event_type, a.state, a.query,
          a.application_name = ? AS application, a.application_name LIKE ? AS contender,
          a.application_name LIKE ? AS writer
        FROM pg_catalog.pg_stat_get_activity(NULL) AS a WHERE a.application_name <> ''),
      waiting AS MATERIALIZED (
        SELECT s.pid, s.query_start FROM seen AS s
        WHERE s.application AND s.wait_event_type = 'Lock' AND EXISTS (
          SELECT FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(s.pid)) AS b (pid)
          JOIN seen AS c ON c.pid = b.pid AND c.contender))
      SELECT 1000 * EXTRACT(epoch FROM pg_catalog.clock_timestamp() - s.xact_start)::float8,
        NULL, NULL, s.state || ': ' || pg_catalog.left(s.query, 100)
      FROM seen AS s WHERE s.writer AND s.xact_start IS NOT NULL
      UNION ALL SELECT NULL, pid, query_start, NULL FROM waiting
      """;

  private record Waited(int pid, Timestamp since) {}

  private final PreparedStatement statement;
  private final Set<Waited> waits = new HashSet<>();
  private long samples;
  private double longest;
  private String statementOfLongest = "";
  private long lockWaits;
  private long longestGap;
  private long lastLook;

  /**
   * Prepares the look.
   *
   * @param contender pattern of the application names of all its sessions
   * @param writer pattern of those that write the target
   */
  Sessions(Connection connection, String contender, String writer) throws SQLException {
    statement = connection.prepareStatement(QUERY);
    statement.setString(1, Application.NAME);
    statement.setString(2, contender);
    statement.setString(3, writer);
    reset();
  }

  /** Looks once. */
  void look() throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      count(rows);
    }
  }

  private synchronized void count(ResultSet rows) throws SQLException {
    samples++;
    long now = System.nanoTime();
    longestGap = Math.max(longestGap, now - lastLook);
    lastLook = now;
    while (rows.next()) {
      if (rows.getDouble(1) > longest) {
        longest = rows.getDouble(1);
        statementOfLongest = rows.getString(4);
      }
      if (rows.getObject(2) != null) {
        lockWaits++;
        waits.add(new Waited(rows.getInt(2), rows.getTimestamp(3)));
      }
    }
  }

  /** Begins a new window. */
  synchronized void reset() {
    samples = 0;
    longest = 0;
    statementOfLongest = "";
    lockWaits = 0;
    longestGap = 0;
    lastLook = System.nanoTime();
    waits.clear();
  }

  /** What was seen since the window began. */
  synchronized Observed observed() {
    return new Observed(
        samples, longest, statementOfLongest, lockWaits, waits.size(), longestGap / MILLISECOND);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
