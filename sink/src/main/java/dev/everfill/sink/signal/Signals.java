package dev.everfill.sink.signal;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.sink.pace.Readings;
import dev.everfill.sink.postgres.Connections;
import dev.everfill.sink.postgres.PaceSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all signals about once a second, on a thread and a connection of its own. One that fails, or
 * has not answered for {@link Watched#STALE}, counts as fully used until it answers again: whoever
 * cannot see walks slowly. Safe for all threads.
 */
public final class Signals implements Readings, AutoCloseable {
  static final Duration STATEMENT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final List<Watched> watched;
  private final Company company;
  private final PaceSession session;
  private final LongSupplier nanos;

  /** When nobody else was last seen at work; null if others were, or it cannot be seen. */
  private volatile Long aloneAt;

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread =
      new Thread(LogContext.stage("write", this::run), "everfill-signals");

  /**
   * @param connections for one connection of its own
   * @param nanos the monotonic clock
   */
  public Signals(
      List<Watched> watched, Company company, Connections connections, LongSupplier nanos) {
    this.watched = List.copyOf(watched);
    this.company = company;
    this.session = new PaceSession(connections, STATEMENT);
    this.nanos = nanos;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public List<PaceReason> of(FieldRef field, long now) {
    return watched.stream()
        .filter(one -> one.concerns(field))
        .flatMap(one -> one.reason(now).stream())
        .toList();
  }

  @Override
  public boolean alone(long now) {
    Long at = aloneAt;
    return at != null && now - at < Watched.STALE.toNanos();
  }

  private void run() {
    try (session) {
      Duration pause = Duration.ZERO;
      while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        long began = nanos.getAsLong();
        round();
        pause = Duration.ofNanos(Math.max(0, ROUND.toNanos() - (nanos.getAsLong() - began)));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks each signal once. */
  void round() {
    try {
      session.open().setReadOnly(true);
    } catch (SQLException failed) {
      session.recovered();
      watched.forEach(one -> failed(one, failed));
      aloneAt = null;
      return;
    }
    look();
    for (Watched one : watched) {
      if (stopping.getCount() > 0) {
        ask(one);
      }
    }
  }

  private void look() {
    try {
      Connection connection = session.open();
      boolean none = company.none(connection);
      connection.rollback();
      aloneAt = none ? nanos.getAsLong() : null;
    } catch (SQLException | RuntimeException failed) {
      session.recovered();
      aloneAt = null;
      LOG.debug("Whether others are at work cannot be seen: {}", SqlStates.message(failed));
    }
  }

  private void ask(Watched one) {
    try {
      Connection connection = session.open();
      Reading reading = one.signal().read(connection);
      connection.rollback();
      one.saw(reading, nanos.getAsLong());
    } catch (SQLException | RuntimeException failed) {
      session.recovered();
      failed(one, failed);
    }
  }

  private void failed(Watched one, Exception failure) {
    if (!SqlStates.fromDatabase(failure)) {
      LOG.error("The signal {} has failed", one.signal().name(), failure);
    }
    String message = SqlStates.message(failure).lines().findFirst().orElse("");
    one.failed(message, nanos.getAsLong());
  }

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
