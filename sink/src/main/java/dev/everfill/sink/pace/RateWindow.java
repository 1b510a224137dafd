package dev.everfill.sink.pace;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Rows per second as a bound over <em>every</em> second, not on average: what was written in the
 * last second is remembered and the rest may be written now. Time is the caller's monotonic clock,
 * in nanoseconds; nothing here sleeps. Not safe for several threads.
 */
public final class RateWindow {
  private static final long SECOND = 1_000_000_000L;
  private static final int SLICES = 10;

  private record Wrote(long at, long rows) {}

  private final OptionalLong perSecond;
  private final ArrayDeque<Wrote> lastSecond = new ArrayDeque<>();
  private long rows;

  public RateWindow(OptionalLong perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * How many rows may be written now: a tenth of a second's worth at most, so that the writing is
   * even; 0 if none may.
   *
   * @param wanted ≥ 1
   */
  public int permitted(int wanted, long now) {
    if (perSecond.isEmpty()) {
      return wanted;
    }
    forget(now);
    long free = perSecond.getAsLong() - rows;
    long slice = Math.max(1, perSecond.getAsLong() / SLICES);
    return (int) Math.max(0, Math.min(wanted, Math.min(free, slice)));
  }

  /** Nanoseconds until some row may be written; 0 if one may now. */
  public long waitNanos(long now) {
    if (permitted(1, now) > 0) {
      return 0;
    }
    return Math.max(1, lastSecond.peekFirst().at() + SECOND - now);
  }

  /** Says that rows were written; the time is that of the commit's acknowledgement. */
  public void wrote(int count, long now) {
    if (perSecond.isPresent() && count > 0) {
      lastSecond.add(new Wrote(now, count));
      rows += count;
    }
  }

  private void forget(long now) {
    while (!lastSecond.isEmpty() && now - lastSecond.peekFirst().at() >= SECOND) {
      rows -= lastSecond.pollFirst().rows();
    }
  }
}
