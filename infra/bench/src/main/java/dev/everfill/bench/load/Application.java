package dev.everfill.bench.load;

import dev.everfill.bench.server.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The application: renames transmissions 200 times a second, half of them where the contender is
 * writing, and reads the statistics page 50 times a second. Starts at once; closing waits for the
 * last answers.
 */
public final class Application implements AutoCloseable {
  /** The application name of its sessions. */
  public static final String NAME = "bench application";

  private static final int WRITES = 200;
  private static final int WRITERS = 16;
  private static final int READS = 50;
  private static final int READERS = 8;
  private static final String WRITE = "UPDATE public.transmissions SET name = ? WHERE id = ?";
  private static final String READ =
      "SELECT t.id, t.name, t.last_seen, o.station, o.\"timestamp\" FROM (SELECT * FROM"
          + " public.transmissions WHERE id >= ? ORDER BY id LIMIT 20) AS t LEFT JOIN LATERAL"
          + " (SELECT * FROM public.observations WHERE transmission_id = t.id LIMIT 5) AS o ON"
          + " true";

  private final long rows;
  private final Front front;
  private final OpenLoop writers;
  private final OpenLoop readers;

  public Application(Server server, long rows, Front front) {
    this.rows = rows;
    this.front = front;
    this.writers =
        new OpenLoop("writer", WRITES, WRITERS, () -> client(server, WRITE, this::write));
    this.readers = new OpenLoop("reader", READS, READERS, () -> client(server, READ, this::read));
  }

  private interface Request {
    void send(PreparedStatement statement) throws SQLException;
  }

  /** A statement on a connection of its own. */
  private record Client(Connection connection, PreparedStatement statement, Request request)
      implements OpenLoop.Client {
    @Override
    public void send() throws SQLException {
      request.send(statement);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static Client client(Server server, String sql, Request request) throws SQLException {
    Connection connection = server.connect(NAME);
    return new Client(connection, connection.prepareStatement(sql), request);
  }

  private void write(PreparedStatement statement) throws SQLException {
    Random random = ThreadLocalRandom.current();
    long key = random.nextBoolean() ? front.near(random, rows) : 1 + random.nextLong(rows);
    statement.setString(1, "transmission " + random.nextInt(100_000));
    statement.setLong(2, key);
    statement.executeUpdate();
  }

  private void read(PreparedStatement statement) throws SQLException {
    Random random = ThreadLocalRandom.current();
    statement.setLong(
        1, random.nextBoolean() ? front.near(random, rows) : 1 + random.nextLong(rows));
    try (ResultSet page = statement.executeQuery()) {
      while (page.next()) {
        page.getString(2);
      }
    }
  }

  /** What writers felt so far. */
  public Latencies writes() {
    return writers.latencies();
  }

  /** What readers felt so far. */
  public Latencies reads() {
    return readers.latencies();
  }

  /**
   * Waits until every request that should have been sent by now has been answered.
   *
   * @throws IllegalStateException if a request has failed, or they are not answered
   */
  public void drain() throws InterruptedException {
    long now = System.nanoTime();
    long end = now + Duration.ofMinutes(2).toNanos();
    while (writers.open(now) || readers.open(now)) {
      check();
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the application's requests are not answered");
      }
      Thread.sleep(5);
    }
    check();
  }

  private void check() {
    Exception failed = writers.failure() == null ? readers.failure() : writers.failure();
    if (failed != null) {
      throw new IllegalStateException("a request of the application has failed", failed);
    }
  }

  @Override
  public void close() {
    writers.close();
    readers.close();
  }
}
