package dev.everfill.producer.chunk;

import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.producer.CapturedTable;
import dev.everfill.producer.merge.XidSnapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches rows whose out-of-line values the stream did not send because an UPDATE left them alone.
 *
 * <p>Why what is there now is right: the reading sees the transaction that was delivered (it waits
 * until it does), so a value is the one that the change left alone, or a later one, which its own
 * change will bring. A row that is not there was deleted or got another key later, which is still
 * to be delivered, so that its record can be left out. Without the waiting, both would be wrong: a
 * commit is delivered before it is visible.
 *
 * <p>Used by one thread.
 */
public final class Reselect implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reselect.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SOCKET = Duration.ofMinutes(1);
  private static final long PAUSE_MILLIS = 2;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

  private final RowReader reader;

  public Reselect(PostgresSettings source, Reservations reservations, String application) {
    this.reader =
        new RowReader(() -> reservations.open(source, application + " reselect", CONNECT, SOCKET));
  }

  /**
   * Rows by key.
   *
   * @param partial there may be more; a key that is missing says nothing
   */
  public record Found(Map<Key, String[]> rows, boolean partial) {}

  /**
   * The rows that are there, by key, as a reading sees them that sees these transactions; as many
   * of them as memory allows, and at least one.
   *
   * @param xids 32 bits of each transaction that must be visible; waits until all are
   */
  public Found rows(CapturedTable table, Collection<Key> keys, Set<Long> xids)
      throws SQLException, InterruptedException {
    awaitVisible(xids);
    List<List<String>> wanted = keys.stream().map(Key::values).distinct().toList();
    RowKeys rowKeys = new RowKeys(table);
    Map<Key, String[]> found = new HashMap<>();
    RowReader.Read read = reader.of(table, wanted);
    for (String[] row : read.rows()) {
      found.put(rowKeys.of(row), row);
    }
    return new Found(found, read.truncated());
  }

  private void awaitVisible(Set<Long> xids) throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    boolean said = false;
    XidSnapshot snapshot = reader.snapshot();
    while (!xids.stream().allMatch(snapshot::sees)) {
      if (!said && System.nanoTime() - begin > PATIENCE_NANOS) {
        LOG.warn(
            "Transactions {} are committed but not visible yet; is a synchronous standby away?",
            xids);
        said = true;
      }
      Thread.sleep(PAUSE_MILLIS);
      snapshot = reader.snapshot();
    }
  }

  @Override
  public void close() throws SQLException {
    reader.close();
  }
}
