package dev.everfill.base.metrics;

import dev.everfill.base.kafka.ConsumerLag;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What a client says of itself, read in one go and at most once a second, however many ask. Safe
 * for all threads.
 */
final class KafkaReading {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private record Read(Map<KafkaMeter, Double> values, long at) {}

  private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;
  private volatile Read last;

  KafkaReading(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
    this.metrics = metrics;
  }

  double value(KafkaMeter meter) {
    Read read = last;
    if (read == null || System.nanoTime() - read.at() > FRESH) {
      read = new Read(read(), System.nanoTime());
      last = read;
    }
    return read.values().getOrDefault(meter, 0.0);
  }

  private Map<KafkaMeter, Double> read() {
    Map<KafkaMeter, Double> values = new EnumMap<>(KafkaMeter.class);
    Map<MetricName, ? extends Metric> all = metrics.get();
    all.forEach((name, metric) -> add(values, name, metric));
    values.put(KafkaMeter.CONSUMER_RECORDS_LAG, (double) ConsumerLag.of(all));
    return values;
  }

  private static void add(Map<KafkaMeter, Double> values, MetricName name, Metric metric) {
    KafkaMeter meter = KafkaMeter.of(name);
    if (meter != null
        && metric.metricValue() instanceof Number number
        && !Double.isNaN(number.doubleValue())) {
      values.put(meter, meter.plus(values.getOrDefault(meter, 0.0), number.doubleValue()));
    }
  }
}
