package dev.everfill.bench.operations;

import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.EverfillProcess;
import dev.everfill.bench.contender.Status;
import dev.everfill.bench.load.Latency;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The operations server while a backfill runs at full speed, from the first rows read until the
 * field is live, with no application in the way.
 *
 * @param endpoints what who asked them felt
 * @param scraping what reading the metrics cost the pipeline
 */
public record Operations(List<Endpoint> endpoints, Scraping scraping) {
  private static final long LOOK_MILLIS = 50;

  /** A JVM begins slowly, and its first seconds say nothing of the rest. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /**
   * An endpoint that was asked.
   *
   * @param path as in its address
   * @param latency from the intended start of each request
   */
  public record Endpoint(String path, Latency latency) {}

  /** Runs a backfill and looks at it. Takes minutes; the rows must have been restored. */
  public static Operations measure(Bench bench)
      throws SQLException, IOException, InterruptedException {
    EverfillProcess everfill = EverfillProcess.start(bench);
    try (Connection connection = bench.server().connect("bench status")) {
      while (!Status.read(connection).state().equals("capturing")) {
        pause(everfill);
      }
      Pages pages = new Pages(everfill.operations());
      long begun = System.nanoTime();
      try (Visitors visitors = new Visitors(pages)) {
        Thread.sleep(WARM_UP.toMillis());
        Scraping scraping = Scraping.measure(pages, () -> capturing(everfill, connection));
        while (!Status.read(connection).live()) {
          pause(everfill);
        }
        return new Operations(visitors.felt(begun, System.nanoTime()), scraping);
      }
    } finally {
      everfill.destroy();
    }
  }

  private static boolean capturing(EverfillProcess everfill, Connection connection)
      throws SQLException {
    everfill.check();
    return Status.read(connection).state().equals("capturing");
  }

  private static void pause(EverfillProcess everfill) throws InterruptedException {
    everfill.check();
    Thread.sleep(LOOK_MILLIS);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      Latency latency = endpoint.latency();
      lines.add(
          String.format(
              Locale.ROOT,
              "during a backfill: GET %s: p50 %.1f, p99 %.1f, max %.1f ms of %d",
              endpoint.path(),
              latency.p50(),
              latency.p99(),
              latency.max(),
              latency.requests()));
    }
    lines.add(scraping.line());
    return lines;
  }
}
