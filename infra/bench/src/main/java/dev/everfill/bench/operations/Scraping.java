package dev.everfill.bench.operations;

import dev.everfill.bench.load.Latency;
import dev.everfill.bench.load.OpenLoop;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * What scraping costs: windows with and without it, in the order A B B A, so that what drifts is
 * the same for both. It scrapes many times a second: what one costs could not be told from the
 * noise, and twenty cost twenty times as much.
 *
 * @param windows of each kind
 * @param without rows captured per second
 * @param with rows captured per second while being scraped
 * @param latency of a scrape, in the last window
 */
public record Scraping(int windows, double without, double with, Latency latency) {
  private static final int PER_SECOND = 20;
  private static final Duration WINDOW = Duration.ofSeconds(3);

  /** Whether there are still rows to be read. */
  interface Reading {
    boolean goesOn() throws SQLException;
  }

  /** Rows captured in some windows. */
  private static final class Sum {
    private double rows;
    private long nanos;
    private int windows;

    void add(double captured, long took) {
      rows += captured;
      nanos += took;
      windows++;
    }

    double perSecond() {
      return rows * 1e9 / nanos;
    }
  }

  /**
   * Alternates until all rows have been read; a window in which that happens does not count.
   *
   * @throws IllegalStateException if there were too few rows for a window of each kind
   */
  static Scraping measure(Pages pages, Reading reading)
      throws SQLException, IOException, InterruptedException {
    Sum without = new Sum();
    Sum with = new Sum();
    Latency latency = null;
    for (int number = 0; reading.goesOn(); number++) {
      boolean scraped = number % 4 == 1 || number % 4 == 2;
      double before = pages.captured();
      long from = System.nanoTime();
      Latency felt = scraped ? scrape(pages) : rest();
      double captured = pages.captured() - before;
      if (reading.goesOn()) {
        (scraped ? with : without).add(captured, System.nanoTime() - from);
        latency = felt == null ? latency : felt;
      }
    }
    if (with.windows == 0 || without.windows == 0) {
      throw new IllegalStateException("too few rows to tell what scraping costs; use more");
    }
    int windows = Math.min(with.windows, without.windows);
    return new Scraping(windows, without.perSecond(), with.perSecond(), latency);
  }

  private static Latency rest() throws InterruptedException {
    Thread.sleep(WINDOW.toMillis());
    return null;
  }

  private static Latency scrape(Pages pages) throws InterruptedException {
    long from = System.nanoTime();
    try (OpenLoop loop = new OpenLoop("scrape", PER_SECOND, 2, () -> pages::scrape)) {
      Thread.sleep(WINDOW.toMillis());
      if (loop.failure() != null) {
        throw new IllegalStateException("a scrape has failed", loop.failure());
      }
      return loop.latencies().between(from, System.nanoTime());
    }
  }

  /** The share of its throughput that a scrape every second costs; below zero only by noise. */
  public double cost() {
    return (1 - with / without) / PER_SECOND;
  }

  /** For people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "scraped %d times a second: %.0f rows/s, not at all: %.0f rows/s (%d windows each); a scrape"
            + " took %.1f ms (p50): one a second costs %.2f %%",
        PER_SECOND,
        with,
        without,
        windows,
        latency.p50(),
        cost() * 100);
  }
}
