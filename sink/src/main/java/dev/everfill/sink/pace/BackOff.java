package dev.everfill.sink.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: doubling from {@code first} to {@code most}, each time somewhere in the upper
 * half of the interval, so that two writers do not meet again. Immutable.
 *
 * @param tries failed so far
 */
public record BackOff(Duration first, Duration most, int tries) {
  private static final int DOUBLINGS = 20;

  public static BackOff of(Duration first, Duration most) {
    return new BackOff(first, most, 0);
  }

  /** After one more failure. */
  public BackOff failed() {
    return new BackOff(first, most, Math.min(DOUBLINGS, tries + 1));
  }

  /** After a success. */
  public BackOff reset() {
    return tries == 0 ? this : new BackOff(first, most, 0);
  }

  /** Nanoseconds to wait now; 0 if nothing has failed. */
  public long nanos(RandomGenerator random) {
    if (tries == 0) {
      return 0;
    }
    long whole = Math.min(most.toNanos(), first.toNanos() << (tries - 1));
    return whole / 2 + random.nextLong(whole / 2 + 1);
  }
}
