package dev.everfill.producer;

import dev.everfill.base.component.LogContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says for which transaction the creation of the slot waits, while it waits. */
final class SlotWait implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWait.class);
  private static final long PERIOD_MILLIS = 500;
  private static final String BLOCKERS =
      "SELECT b.pid, extract(epoch FROM pg_catalog.now() - a.xact_start)::bigint"
          + " FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(?)) AS b(pid)"
          + " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid LIMIT 1";

  private final Connection connection;
  private final int pid;
  private final CaptureBoard board;
  private final Thread thread;

  /**
   * @param connection closed by this
   * @param pid of the session that creates the slot
   */
  SlotWait(Connection connection, int pid, CaptureBoard board) {
    this.connection = connection;
    this.pid = pid;
    this.board = board;
    this.thread = new Thread(LogContext.stage("capture", this::run), "everfill-slot-wait");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    boolean said = false;
    try (PreparedStatement statement = connection.prepareStatement(BLOCKERS)) {
      statement.setInt(1, pid);
      while (!Thread.interrupted()) {
        Thread.sleep(PERIOD_MILLIS);
        String blocker = blocker(statement);
        if (blocker != null) {
          board.waitingFor(blocker);
          if (!said) {
            LOG.info("Waiting: {}", blocker);
            said = true;
          }
        }
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    } catch (SQLException lost) {
      LOG.debug("It is not known any more what the creation of the slot waits for.", lost);
    }
  }

  private static String blocker(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      if (!result.next()) {
        return null;
      }
      long seconds = result.getLong(2);
      boolean known = !result.wasNull();
      return "slot creation waits for the transaction of pid "
          + result.getInt(1)
          + (known ? ", open for " + seconds + " s" : "");
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    thread.interrupt();
    thread.join();
    connection.close();
  }
}
