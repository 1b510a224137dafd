package dev.everfill.producer.publish;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Remembers which record Kafka found too large: the transaction that fails with it does not say.
 * Safe for all threads, since Kafka answers on its own.
 */
final class OversizedRecord {
  /** No broker refuses less. */
  static final int SMALLEST = 64 << 10;

  private static final int KEY_SHOWN = 200;

  private final AtomicReference<EverfillException> refused = new AtomicReference<>();

  /** To be called back with what became of the record. */
  Callback watch(String topic, EventCodec.Encoded event) {
    byte[] key = event.key();
    int size = key.length + (event.value() == null ? 0 : event.value().length);
    return (sent, failed) -> {
      if (failed instanceof RecordTooLargeException) {
        refused.compareAndSet(null, tooLarge(topic, key, size, failed));
      }
    };
  }

  /** The record that was too large, if that was the reason of the failure. */
  RuntimeException explained(KafkaException failed) {
    EverfillException known = refused.get();
    return known == null ? failed : known;
  }

  private static EverfillException tooLarge(String topic, byte[] key, int size, Exception failed) {
    String shown = new String(key, StandardCharsets.UTF_8);
    return new EverfillException(
        Reason.CONFIGURATION_INVALID,
        "the row with key "
            + (shown.length() > KEY_SHOWN ? shown.substring(0, KEY_SHOWN) + "…" : shown)
            + " takes "
            + size
            + " bytes, more than Kafka takes for topic "
            + topic
            + ": "
            + failed.getMessage()
            + "; raise the topic's max.message.bytes, and max.request.size and buffer.memory under"
            + " kafka.properties, above that size, then start again",
        failed);
  }
}
