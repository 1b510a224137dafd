package dev.everfill.bench.load;

import java.util.Arrays;

/**
 * Every request's intended start and latency, kept one by one: some hundred a second are few enough
 * for exact percentiles over any window. Times are of {@link System#nanoTime()}. Safe for threads.
 */
public final class Latencies {
  private long[] starts = new long[1 << 14];
  private long[] latencies = new long[1 << 14];
  private int count;

  /**
   * Takes in a request that has been answered.
   *
   * @param intended when the request should have started, on time or not
   * @param latency from then to its answer, so that a request that had to wait is seen
   */
  public synchronized void add(long intended, long latency) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      latencies = Arrays.copyOf(latencies, count * 2);
    }
    starts[count] = intended;
    latencies[count] = latency;
    count++;
  }

  /** How many requests have been answered. */
  synchronized int size() {
    return count;
  }

  /** The requests that should have started in [from, to). */
  public synchronized Latency between(long from, long to) {
    long[] window = new long[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (starts[i] - from >= 0 && starts[i] - to < 0) {
        window[n++] = latencies[i];
      }
    }
    return Latency.of(Arrays.copyOf(window, n));
  }
}
