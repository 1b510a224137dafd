package dev.everfill.processor.topology;

import dev.everfill.base.kafka.ConsumerLag;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How many records wait in front of an application. Its metrics are thousands, so they are looked
 * through at most once a second, however often somebody asks. Safe for all threads.
 */
final class StreamsLag {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private record Seen(long records, long at) {}

  private volatile Seen last;

  long of(KafkaStreams streams) {
    Seen seen = last;
    if (seen == null || System.nanoTime() - seen.at() > FRESH) {
      seen = new Seen(ConsumerLag.of(streams.metrics()), System.nanoTime());
      last = seen;
    }
    return seen.records();
  }
}
