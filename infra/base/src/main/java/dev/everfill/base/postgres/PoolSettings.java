package dev.everfill.base.postgres;

import java.time.Duration;
import java.util.Objects;

/**
 * What bounds a connection pool.
 *
 * @param max connections at any time, ≥ 1
 * @param idle after which an unused connection is closed
 * @param connect how long a caller waits for a connection, and a connection for the server
 */
public record PoolSettings(int max, Duration idle, Duration connect) {
  /** Connections that are kept free for short work: nobody may hold these for long. */
  public static final int HEADROOM = 5;

  public PoolSettings {
    if (max < 1) {
      throw new IllegalArgumentException("pool.max must be at least 1 but was " + max);
    }
    Objects.requireNonNull(idle, "idle");
    Objects.requireNonNull(connect, "connect");
  }

  /** How many may be held for long, by reservation; 0 if there are no more than the headroom. */
  public int reservable() {
    return Math.max(0, max - HEADROOM);
  }

  /** How many the pool itself may open: what reservations can never use up. */
  public int pooled() {
    return max - reservable();
  }

  /** The defaults of the configuration: 20 connections, 30 s, 5 s. */
  public static PoolSettings defaults() {
    return new PoolSettings(20, Duration.ofSeconds(30), Duration.ofSeconds(5));
  }
}
