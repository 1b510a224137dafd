package dev.everfill.launcher.progress;

import java.util.ArrayDeque;
import java.util.Deque;

/** Things per second over the last seconds, from a counter that only grows. For one thread. */
final class Rate {
  private static final long WINDOW_NANOS = 10_000_000_000L;
  private final Deque<long[]> samples = new ArrayDeque<>();

  /**
   * Notes a count and returns the rate.
   *
   * @param nanos of {@link System#nanoTime()}
   */
  double at(long nanos, long count) {
    samples.addLast(new long[] {nanos, count});
    while (samples.size() > 2 && nanos - samples.peekFirst()[0] > WINDOW_NANOS) {
      samples.removeFirst();
    }
    long[] first = samples.peekFirst();
    long elapsed = nanos - first[0];
    return elapsed <= 0 ? 0 : Math.max(0, (count - first[1]) * 1e9 / elapsed);
  }
}
