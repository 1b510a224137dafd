package dev.everfill.base.kafka;

import java.util.Map;
import java.util.Objects;

/**
 * How to reach Kafka.
 *
 * @param bootstrapServers {@code host:port[,host:port…]}
 * @param partitions of every topic that Everfill creates, ≥ 1
 * @param replicationFactor of every topic that Everfill creates, ≥ 1; −1 for the broker's default
 * @param properties passed to every client (security and the like); may hold secrets
 */
public record KafkaSettings(
    String bootstrapServers,
    int partitions,
    short replicationFactor,
    Map<String, String> properties) {
  public KafkaSettings {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1 but was " + partitions);
    }
    properties = Map.copyOf(properties);
  }

  /** Without the properties, which may hold secrets. */
  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers + ", partitions=" + partitions + "]";
  }
}
