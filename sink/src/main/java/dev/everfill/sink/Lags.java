package dev.everfill.sink;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.kafka.ConsumerLag;
import dev.everfill.sink.kafka.DerivedConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many records wait in front of each field's rows: in the broker, looked up now and then, and
 * in memory. Belongs to the writing thread.
 */
final class Lags {
  private static final long FRESH = Duration.ofMillis(500).toNanos();

  private final DerivedConsumer consumer;
  private final List<FieldWriter> writers;
  private final LongSupplier nanos;
  private final Map<FieldWriter, Long> unread = new HashMap<>();
  private long lookedAt;

  Lags(DerivedConsumer consumer, List<FieldWriter> writers, LongSupplier nanos) {
    this.consumer = consumer;
    this.writers = writers;
    this.nanos = nanos;
    this.lookedAt = nanos.getAsLong() - FRESH;
  }

  /**
   * How far each field is written.
   *
   * @param partitions of each derived topic
   */
  List<StageStatus.Progress> progress(int partitions) {
    long now = nanos.getAsLong();
    if (now - lookedAt >= FRESH) {
      lookedAt = now;
      look();
    }
    return writers.stream().map(writer -> progress(writer, partitions)).toList();
  }

  private void look() {
    Map<String, Long> lags = consumer.lags();
    writers.forEach(
        writer -> unread.put(writer, lags.getOrDefault(ConsumerLag.name(writer.topic()), 0L)));
  }

  private StageStatus.Progress progress(FieldWriter writer, int partitions) {
    return writer
        .progress(partitions)
        .withLag(unread.get(writer) + writer.partitions().unsettled());
  }
}
