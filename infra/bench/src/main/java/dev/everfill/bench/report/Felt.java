package dev.everfill.bench.report;

import dev.everfill.bench.load.Application;
import dev.everfill.bench.load.Latency;

/** What the application felt during a window. */
public record Felt(double seconds, Latency writers, Latency readers) {
  private static final double SECOND = 1e9;

  /** Of the window [from, to), in nanoseconds of {@link System#nanoTime()}. */
  public static Felt between(Application application, long from, long to) {
    return new Felt(
        (to - from) / SECOND,
        application.writes().between(from, to),
        application.reads().between(from, to));
  }
}
