package dev.everfill.sink.kafka;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that was read.
 *
 * @param key of a row; null for a marker and if it cannot be read
 * @param event null if the record cannot be read
 * @param problem why it cannot; null if it can
 * @param bytes of key and value
 */
public record Arrived(Shard shard, long offset, Key key, Event event, String problem, int bytes) {

  static Arrived of(Shard shard, ConsumerRecord<byte[], byte[]> record) {
    int bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    try {
      Event event = EventCodec.decode(record.key(), record.value());
      return new Arrived(shard, record.offset(), key(event), event, null, bytes);
    } catch (IllegalArgumentException poison) {
      Key key = keyAlone(record.key());
      return new Arrived(shard, record.offset(), key, null, poison.getMessage(), bytes);
    }
  }

  private static Key key(Event event) {
    if (event instanceof Event.Upsert upsert) {
      return upsert.key();
    }
    return event instanceof Event.Delete delete ? delete.key() : null;
  }

  private static Key keyAlone(byte[] bytes) {
    if (bytes == null || bytes.length == 0 || bytes[0] == '{') {
      return null;
    }
    try {
      return EventCodec.decodeKey(bytes);
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
  }
}
