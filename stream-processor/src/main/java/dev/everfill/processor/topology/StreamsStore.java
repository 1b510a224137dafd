package dev.everfill.processor.topology;

import dev.everfill.processor.state.OrderedStore;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store of Kafka Streams. */
final class StreamsStore implements OrderedStore {
  private final KeyValueStore<Bytes, byte[]> store;

  StreamsStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte[] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.put(Bytes.wrap(key), null);
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) {
    Bytes last = Bytes.wrap(to);
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(from), last)) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        // The store's range includes its end.
        boolean more = !entry.key.equals(last);
        if (!more || !visitor.visit(entry.key.get(), entry.value)) {
          return;
        }
      }
    }
  }
}
