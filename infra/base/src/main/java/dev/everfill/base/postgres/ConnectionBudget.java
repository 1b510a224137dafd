package dev.everfill.base.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's budget of long-held connections, counted in memory. What the pool may hold beyond
 * it stays free for short work, so that the process as a whole never has more than {@code
 * pool.max}. Safe for all threads.
 */
public final class ConnectionBudget implements Reservations {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionBudget.class);

  /** PostgreSQL's own state for "too many connections": try again later. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private static final int NEAR_PERCENT = 80;

  private final int cap;
  private final Duration patience;
  private final Consumer<String> warns;
  private final Semaphore free;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @param cap reservations at any time, ≥ 0
   * @param patience how long to wait for one that is given back
   * @param warns gets one line, the first time that the cap is near
   */
  public ConnectionBudget(int cap, Duration patience, Consumer<String> warns) {
    if (cap < 0) {
      throw new IllegalArgumentException("the cap must be at least 0 but was " + cap);
    }
    this.cap = cap;
    this.patience = Objects.requireNonNull(patience, "patience");
    this.warns = Objects.requireNonNull(warns, "warns");
    this.free = new Semaphore(cap, true);
  }

  /** The budget that the settings of the pool leave; warns in the log. */
  public static ConnectionBudget of(PoolSettings pool) {
    return new ConnectionBudget(pool.reservable(), pool.connect(), LOG::warn);
  }

  /**
   * How much of the budget is in use.
   *
   * @param nearCap from 80 % on
   */
  public record Usage(int reserved, int cap, boolean nearCap) {
    static Usage of(int reserved, int cap) {
      return new Usage(reserved, cap, reserved * 100L >= (long) cap * NEAR_PERCENT);
    }
  }

  /** From memory, at once. */
  public Usage usage() {
    return Usage.of(cap - free.availablePermits(), cap);
  }

  @Override
  public Reservation take(String purpose) throws SQLException {
    acquire(purpose);
    warnOnce();
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        free.release();
      }
    };
  }

  private void acquire(String purpose) throws SQLException {
    try {
      if (free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException(
          "interrupted while waiting for a connection for " + purpose,
          TOO_MANY_CONNECTIONS,
          stopped);
    }
    throw new SQLTransientConnectionException(
        "no connection for "
            + purpose
            + ": all "
            + cap
            + " reservations are in use (source.pool.max less "
            + PoolSettings.HEADROOM
            + ") and none was given back within "
            + patience.toMillis()
            + " ms; raise source.pool.max",
        TOO_MANY_CONNECTIONS);
  }

  private void warnOnce() {
    Usage usage = usage();
    if (usage.nearCap() && warned.compareAndSet(false, true)) {
      warns.accept(
          usage.reserved()
              + " of "
              + cap
              + " connections are reserved; beyond that work waits: raise source.pool.max");
    }
  }
}
