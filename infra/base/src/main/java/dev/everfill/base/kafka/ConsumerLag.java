package dev.everfill.base.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How many records wait in the broker in front of a consumer, as its own metrics say: nobody is
 * asked. Stateless.
 */
public final class ConsumerLag {
  private static final String GROUP = "consumer-fetch-manager-metrics";

  private ConsumerLag() {}

  /** Of all topics. */
  public static long of(Map<MetricName, ? extends Metric> metrics) {
    return byTopic(metrics).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * By topic, in whose names dots are underscores, as {@link #name}; partitions of which nothing
   * was fetched yet are left out, and so are consumers that restore state.
   */
  public static Map<String, Long> byTopic(Map<MetricName, ? extends Metric> metrics) {
    // A topic with a dot in its name is told of twice, by either name.
    Map<String, Map<String, Long>> partitions = new HashMap<>();
    metrics.forEach(
        (name, metric) -> {
          if (isLag(name) && metric.metricValue() instanceof Number number) {
            partitions
                .computeIfAbsent(name(name.tags().get("topic")), topic -> new HashMap<>())
                .merge(name.tags().get("partition"), number.longValue(), Math::max);
          }
        });
    Map<String, Long> lags = new HashMap<>();
    partitions.forEach(
        (topic, each) -> lags.put(topic, each.values().stream().mapToLong(Long::longValue).sum()));
    return lags;
  }

  /** How a topic is called here. */
  public static String name(String topic) {
    return topic.replace('.', '_');
  }

  private static boolean isLag(MetricName metric) {
    return metric.name().equals("records-lag")
        && metric.group().equals(GROUP)
        && metric.tags().containsKey("partition")
        && !metric.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
  }
}
