package dev.everfill.bench.watch;

import dev.everfill.bench.load.Front;
import dev.everfill.bench.server.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /** Where to begin is asked apart: beside a volatile function all of the table would be read. */
  private static final String FRONT =
      """
      SELECT id FROM public.transmissions
      WHERE last_seen IS NOT NULL AND ctid >= (SELECT ('(' || greatest(0,
        pg_catalog.pg_relation_size('public.transmissions') / 8192 - 3) || ',0)')::tid)
      ORDER BY ctid DESC LIMIT 1
      """;

  private final Connection connection;
  private final Sessions sessions;
  private final Front front;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile SQLException failure;

  /**
   * Starts at once.
   *
   * @param front is told where the contender writes
   * @param contender pattern of the application names of all its sessions
   * @param writer pattern of those that write the target
   */
  public Watch(Server server, Front front, String contender, String writer) throws SQLException {
    this.connection = server.connect("bench watch");
    this.sessions = new Sessions(connection, contender, writer);
    this.front = front;
    this.thread = new Thread(this::work, "bench-watch");
    thread.start();
  }

  private void work() {
    try (Connection mine = connection;
        Sessions looking = sessions;
        PreparedStatement tail = mine.prepareStatement(FRONT)) {
      while (!stopping) {
        looking.look();
        look(tail);
        LockSupport.parkNanos(INTERVAL);
      }
    } catch (SQLException failed) {
      failure = failed;
    }
  }

  private void look(PreparedStatement tail) throws SQLException {
    try (ResultSet rows = tail.executeQuery()) {
      if (rows.next()) {
        front.seen(rows.getLong(1));
      }
    }
  }

  /** Begins a new window. */
  public void reset() {
    sessions.reset();
  }

  /**
   * Stops and tells what was seen since the window began.
   *
   * @throws SQLException if it could not look
   */
  public Observed stop() throws SQLException {
    close();
    if (failure != null) {
      throw failure;
    }
    return sessions.observed();
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
