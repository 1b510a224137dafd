package dev.everfill.sink.postgres;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.base.control.ThrottleStore;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.sink.pace.BackOff;
import dev.everfill.sink.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases about twice a second and tells once a second what bounds the pace, on a thread
 * and a connection of its own, so that the writer never waits for either. While the database cannot
 * be reached the leases end by themselves.
 */
public final class PaceRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PaceRounds.class);
  private static final Duration STATEMENT = Duration.ofSeconds(1);
  private static final Duration ROUND = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofMillis(150);
  private static final Duration TELL = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final PaceSession session;
  private final Leases leases;
  private final ThrottleStore throttles;
  private final String instance;
  private final Pace pace;
  private final LongSupplier nanos;
  private final RandomGenerator random = new SplittableRandom();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(LogContext.stage("write", this::run), "everfill-pace");
  private BackOff backOff = BackOff.of(SOON, Duration.ofSeconds(2));
  private long told;

  /**
   * @param connections for one connection of its own
   * @param schema the control schema
   * @param instance this one's name, unlike all others
   * @param nanos the monotonic clock
   */
  public PaceRounds(
      Connections connections, String schema, String instance, Pace pace, LongSupplier nanos) {
    this.session = new PaceSession(connections, STATEMENT);
    this.leases = new Leases(schema, instance, pace, nanos);
    this.throttles = new ThrottleStore(schema);
    this.instance = instance;
    this.pace = pace;
    this.nanos = nanos;
    this.told = nanos.getAsLong() - TELL.toNanos();
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    Duration pause = Duration.ZERO;
    while (!stopped(pause)) {
      try {
        pause = round(session.open());
        backOff = backOff.reset();
      } catch (SQLException | RuntimeException failed) {
        pause = failed(failed);
      }
    }
    goodbye();
  }

  private boolean stopped(Duration pause) {
    try {
      return stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Duration round(Connection connection) throws SQLException {
    boolean settled = leases.renew(connection);
    long now = nanos.getAsLong();
    if (now - told >= TELL.toNanos()) {
      List<ThrottleStatus> all = pace.statuses(instance, now);
      unflushed(connection);
      throttles.write(connection, all);
      connection.commit();
      told = now;
    }
    return settled ? ROUND : SOON;
  }

  private Duration failed(Exception failure) {
    if (!SqlStates.fromDatabase(failure)) {
      LOG.error("The pace cannot be agreed upon", failure);
    } else if (backOff.tries() == 0) {
      LOG.warn(
          "Nobody can agree upon the pace until PostgreSQL answers: {}",
          SqlStates.message(failure));
    }
    if (!session.recovered()) {
      // What was agreed last may be lost with the server.
      pace.drop();
    }
    backOff = backOff.failed();
    return Duration.ofNanos(backOff.nanos(random));
  }

  /** What is only told need not be flushed. */
  private static void unflushed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL synchronous_commit = off");
    }
  }

  private void goodbye() {
    try (session) {
      Connection connection = session.open();
      throttles.forget(connection, instance);
      leases.release(connection);
    } catch (SQLException | DataAccessException failed) {
      LOG.debug("The leases end by themselves: {}", SqlStates.message(failed));
    }
  }

  /** Stops and gives the leases back; to be called once nothing is written any more. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
