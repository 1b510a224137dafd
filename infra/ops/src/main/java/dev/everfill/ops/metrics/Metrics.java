package dev.everfill.ops.metrics;

import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.Metric;
import dev.everfill.base.metrics.MicrometerInstruments;
import dev.everfill.ops.Feed;
import dev.everfill.ops.RequestListener;
import dev.everfill.ops.Scrape;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/**
 * All metrics of a process. Asking for them costs what there is to write, and nothing in between:
 * gauges are made from the latest snapshot when somebody asks. Safe for all threads.
 */
public final class Metrics implements Scrape, RequestListener, AutoCloseable {
  private static final double NANOS = 1e9;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerInstruments instruments = new MicrometerInstruments(registry);
  private final SnapshotGauges gauges;
  private final Failures failures = new Failures(instruments);
  private final JvmMeters jvm;
  private volatile Feed feed;
  private AutoCloseable following = () -> {};

  /**
   * @param version of Everfill
   */
  public Metrics(String version) {
    // First, since it leaves meters out, and that must be said before there are any.
    this.jvm = new JvmMeters(registry);
    this.gauges = new SnapshotGauges(registry, version);
  }

  /** What the stages record into. */
  public Instruments instruments() {
    return instruments;
  }

  /** Shows, from now on, what the feed says; the one before no more. */
  public synchronized void follow(Feed shown) {
    close(following);
    feed = shown;
    failures.see(shown.latest());
    following = shown.subscribe(failures::see, event -> {});
  }

  @Override
  public synchronized String scrape() {
    Feed shown = feed;
    if (shown != null) {
      gauges.show(shown.latest());
    }
    return registry.scrape();
  }

  @Override
  public void answered(String route, String method, int status, Duration took) {
    String[] labels = {route, method, String.valueOf(status)};
    instruments.count(Metric.HTTP_REQUESTS, labels).add(1);
    instruments.spread(Metric.HTTP_REQUEST_DURATION_SECONDS, labels).record(took.toNanos() / NANOS);
  }

  @Override
  public synchronized void close() {
    close(following);
    following = () -> {};
    jvm.close();
    registry.close();
  }

  private static void close(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException("a subscription cannot be ended", failed);
    }
  }
}
