package dev.everfill.base.metrics;

import dev.everfill.base.kafka.ConsumerLag;
import java.time.Duration;
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
  private static final KafkaMeter[] METERS = KafkaMeter.values();

  private record Read(double[] values, long at) {}

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
    return read.values()[meter.ordinal()];
  }

  private double[] read() {
    double[] values = new double[METERS.length];
    Map<MetricName, ? extends Metric> all = metrics.get();
    all.forEach((name, metric) -> add(values, name, metric));
    values[KafkaMeter.CONSUMER_RECORDS_LAG.ordinal()] = ConsumerLag.of(all);
    return values;
  }

  private static void add(double[] values, MetricName name, Metric metric) {
    for (KafkaMeter meter : METERS) {
      if (meter != KafkaMeter.CONSUMER_RECORDS_LAG
          && meter.isMadeOf(name)
          && metric.metricValue() instanceof Number number
          && !Double.isNaN(number.doubleValue())) {
        values[meter.ordinal()] = meter.plus(values[meter.ordinal()], number.doubleValue());
      }
    }
  }
}
