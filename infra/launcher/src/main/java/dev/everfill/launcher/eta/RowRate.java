package dev.everfill.launcher.eta;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Rows per second over the last seconds, from counters that are looked at now and then. Measured
 * from one growth to another, so that neither the wait before the first row nor rows that come in
 * lumps distort it. For one thread.
 */
public final class RowRate {
  private static final long WINDOW_NANOS = 8_000_000_000L;
  private static final long LEAST_NANOS = 500_000_000L;

  /** When the counter was seen to have grown, and to what; the oldest first. */
  private final Deque<Growth> growths = new ArrayDeque<>();

  private boolean begun;
  private long lastDone;
  private long lastHandled;
  private long settled;

  private record Growth(long nanos, long settled) {}

  /**
   * Notes the counters.
   *
   * @param nanos the monotonic clock, never less than before
   * @param done rows that are done; may jump when work of somebody else is taken over, and fall
   *     when it starts again
   * @param handled records handled by this process: no row was done here without one
   */
  public void at(long nanos, long done, long handled) {
    if (!begun || done < lastDone || handled < lastHandled) {
      clear();
      begun = true;
    } else {
      long grown = Math.min(done - lastDone, handled - lastHandled);
      if (grown > 0) {
        settled += grown;
        growths.addLast(new Growth(nanos, settled));
      }
    }
    lastDone = done;
    lastHandled = handled;
    forget(nanos);
  }

  /** Keeps what is in the window, and one growth before it to measure from. */
  private void forget(long nanos) {
    if (!growths.isEmpty() && nanos - growths.getLast().nanos() > WINDOW_NANOS) {
      growths.clear();
    }
    while (growths.size() > 2 && nanos - second().nanos() >= WINDOW_NANOS) {
      growths.removeFirst();
    }
  }

  private Growth second() {
    Iterator<Growth> from = growths.iterator();
    from.next();
    return from.next();
  }

  /**
   * The rate now; 0 while it is not known, and once nothing has grown for the whole window.
   *
   * @param nanos as of the last {@link #at} or later
   */
  public double perSecond(long nanos) {
    if (growths.size() < 2 || nanos - growths.getLast().nanos() > WINDOW_NANOS) {
      return 0;
    }
    Growth first = growths.getFirst();
    Growth last = growths.getLast();
    // A pause that is longer than any before it is no lump any more: the rate falls.
    long silence = Math.max(0, nanos - last.nanos() - longestGap());
    long elapsed = last.nanos() - first.nanos() + silence;
    return elapsed < LEAST_NANOS ? 0 : (last.settled() - first.settled()) * 1e9 / elapsed;
  }

  private long longestGap() {
    long longest = 0;
    Growth before = null;
    for (Growth growth : growths) {
      longest = before == null ? 0 : Math.max(longest, growth.nanos() - before.nanos());
      before = growth;
    }
    return longest;
  }

  /** Forgets everything: what comes now starts again. */
  public void clear() {
    growths.clear();
    begun = false;
    settled = 0;
  }
}
