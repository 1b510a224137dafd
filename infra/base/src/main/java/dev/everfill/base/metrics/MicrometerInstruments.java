package dev.everfill.base.metrics;

import dev.everfill.base.postgres.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;

/** Instruments of a registry, which is the creator's. */
public final class MicrometerInstruments implements Instruments {
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final Map<Tags, Shown> clients = new ConcurrentHashMap<>();

  public MicrometerInstruments(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A metric's labels.
   *
   * @throws IllegalArgumentException if there are more or fewer values than labels
   */
  public static Tags tags(Metric metric, String... values) {
    List<String> labels = metric.labels();
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          metric + " has the labels " + labels + " but was given " + List.of(values));
    }
    List<Tag> tags = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(labels.get(i), values[i]));
    }
    return Tags.of(tags);
  }

  @Override
  public Count count(Metric metric, String... labels) {
    Counter counter =
        Counter.builder(metric.meterName())
            .description(metric.help())
            .tags(tags(metric, labels))
            .register(registry);
    return counter::increment;
  }

  @Override
  public Spread spread(Metric metric, String... labels) {
    return metric.isTimer()
        ? timer(metric, tags(metric, labels))
        : summary(metric, tags(metric, labels));
  }

  /** A summary counts whole numbers only. */
  private Spread timer(Metric metric, Tags tags) {
    Timer timer =
        Timer.builder(metric.meterName())
            .description(metric.help())
            .tags(tags)
            .serviceLevelObjectives(
                metric.buckets().stream()
                    .map(seconds -> Duration.ofNanos(nanos(seconds)))
                    .toArray(Duration[]::new))
            .register(registry);
    return seconds -> timer.record(nanos(seconds), TimeUnit.NANOSECONDS);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }

  private Spread summary(Metric metric, Tags tags) {
    DistributionSummary summary =
        DistributionSummary.builder(metric.meterName())
            .description(metric.help())
            .tags(tags)
            .serviceLevelObjectives(
                metric.buckets().stream().mapToDouble(Double::doubleValue).toArray())
            .register(registry);
    return summary::record;
  }

  /** A client's meters, and whose they are. */
  private record Shown(KafkaReading reading, List<Meter> meters) {}

  @Override
  public Bound kafka(
      KafkaClient client,
      String field,
      Supplier<? extends Map<MetricName, ? extends org.apache.kafka.common.Metric>> metrics) {
    Tags tags = Tags.of("client", client.word(), "field", field);
    KafkaReading reading = new KafkaReading(metrics);
    clients.compute(tags, (same, before) -> show(client, tags, reading, before));
    return () ->
        clients.computeIfPresent(tags, (same, now) -> now.reading() == reading ? hide(now) : now);
  }

  private Shown show(KafkaClient client, Tags tags, KafkaReading reading, Shown before) {
    if (before != null) {
      hide(before);
    }
    List<Meter> meters = new ArrayList<>();
    for (KafkaMeter meter : KafkaMeter.values()) {
      if (client.has(meter.part())) {
        meters.add(register(meter, tags, reading));
      }
    }
    return new Shown(reading, meters);
  }

  private Shown hide(Shown shown) {
    shown.meters().forEach(registry::remove);
    return null;
  }

  private Meter register(KafkaMeter meter, Tags tags, KafkaReading reading) {
    if (meter.isCounter()) {
      return FunctionCounter.builder(meter.meterName(), reading, r -> r.value(meter))
          .description(meter.help())
          .tags(tags)
          .register(registry);
    }
    return Gauge.builder(meter.meterName(), reading, r -> r.value(meter))
        .description(meter.help())
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void pool(Database pool) {
    pool.measuredBy(registry);
  }
}
