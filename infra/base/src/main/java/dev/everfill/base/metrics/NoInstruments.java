package dev.everfill.base.metrics;

import dev.everfill.base.postgres.Database;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;

/** Records nothing. */
final class NoInstruments implements Instruments {
  @Override
  public Count count(Metric metric, String... labels) {
    return more -> {};
  }

  @Override
  public Spread spread(Metric metric, String... labels) {
    return value -> {};
  }

  @Override
  public Bound kafka(
      KafkaClient client,
      String field,
      Supplier<? extends Map<MetricName, ? extends org.apache.kafka.common.Metric>> metrics) {
    return () -> {};
  }

  @Override
  public void pool(Database pool) {}
}
