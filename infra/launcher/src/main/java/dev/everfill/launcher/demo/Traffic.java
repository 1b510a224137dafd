package dev.everfill.launcher.demo;

import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Session;
import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that writes at a steady rate, on a thread and a connection of its own, until it is
 * closed. The same seed chooses the same statements. Counts may be asked from any thread.
 */
public final class Traffic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
  private final PostgresSettings database;
  private final TrafficScript script;
  private final Random random;
  private final long intervalNanos;
  private final Map<String, AtomicLong> rows = new TreeMap<>();
  private final AtomicLong statements = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile SQLException failure;

  /**
   * Starts at once.
   *
   * @param perSecond statements, ≥ 1
   */
  public Traffic(
      String name, PostgresSettings database, TrafficScript script, int perSecond, long seed) {
    this.database = database;
    this.script = script;
    this.random = new Random(seed);
    this.intervalNanos = 1_000_000_000L / perSecond;
    script.kinds().forEach(kind -> rows.put(kind.name(), new AtomicLong()));
    this.thread = new Thread(this::work, "everfill-traffic-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try (Connection connection =
        Session.open(database, "application", Duration.ofSeconds(10), Duration.ofMinutes(5))) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET search_path TO DEFAULT");
      }
      long next = System.nanoTime();
      while (!stopping) {
        execute(connection, script.choose(random));
        next += intervalNanos;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (SQLException failed) {
      failure = failed;
      LOG.warn("application traffic has ended: {}", SqlStates.message(failed));
    }
  }

  private void execute(Connection connection, TrafficScript.Kind kind) throws SQLException {
    long number = statements.incrementAndGet();
    long chosen = random.nextInt(Integer.MAX_VALUE);
    try (PreparedStatement statement = connection.prepareStatement(kind.sql())) {
      for (int i = 0; i < kind.parameters().size(); i++) {
        statement.setLong(i + 1, kind.parameters().get(i).equals("random") ? chosen : number);
      }
      rows.get(kind.name()).addAndGet(statement.executeUpdate());
    } catch (SQLException failed) {
      boolean harmless =
          SqlStates.of(failed).startsWith("23") || SqlStates.of(failed).startsWith("40");
      if (!harmless) {
        throw failed;
      }
      LOG.debug("application statement \"{}\" failed", kind.name(), failed);
    }
  }

  /** Statements so far. */
  public long statements() {
    return statements.get();
  }

  /** Rows that each kind has changed, by the kind's name. */
  public Map<String, Long> rows() {
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach((kind, count) -> counts.put(kind, count.get()));
    return counts;
  }

  /** Stops and waits for the last statement. Harmless twice. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What ended it early; null if nothing did. */
  public SQLException failure() {
    return failure;
  }
}
