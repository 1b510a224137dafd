package dev.everfill.bench.load;

import java.util.Arrays;

/** What the requests of one window felt, in milliseconds; all zero if there were none. */
public record Latency(int requests, double p50, double p95, double p99, double max) {
  private static final double MILLISECOND = 1e6;

  /**
   * @param nanos in any order; sorted in place
   */
  static Latency of(long[] nanos) {
    Arrays.sort(nanos);
    return new Latency(
        nanos.length,
        percentile(nanos, 0.50),
        percentile(nanos, 0.95),
        percentile(nanos, 0.99),
        percentile(nanos, 1));
  }

  /** The smallest that so large a share does not exceed: never an average of two. */
  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / MILLISECOND;
  }
}
