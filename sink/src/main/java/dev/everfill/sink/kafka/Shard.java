package dev.everfill.sink.kafka;

/** One partition of a derived topic. */
public record Shard(String topic, int partition) {}
