package dev.everfill.producer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How far the capture is behind the database: how late the last change was published, and while one
 * is about to be, how late that is by now. A database that nobody writes to is not behind. Compares
 * two computers' clocks. Written by one thread, read by any.
 */
final class CaptureLag {
  private static final double NANOS = 1e9;

  private final Clock clock;
  private long newest; // by the writing thread alone
  private volatile long waiting;
  private volatile Double last;

  CaptureLag(Clock clock) {
    this.clock = clock;
  }

  /**
   * A change has arrived.
   *
   * @param committedMicros since 1970; 0 if it is not known
   */
  void taken(long committedMicros) {
    if (committedMicros == 0) {
      return;
    }
    newest = committedMicros;
    if (waiting == 0) {
      waiting = committedMicros;
    }
  }

  /** All that has arrived is published. */
  void published() {
    if (waiting != 0) {
      last = since(newest);
      waiting = 0;
    }
  }

  /** Null before the first change. */
  Double seconds() {
    long oldest = waiting;
    return oldest == 0 ? last : Double.valueOf(since(oldest));
  }

  private double since(long micros) {
    Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return Math.max(0, Duration.between(at, clock.instant()).toNanos() / NANOS);
  }
}
