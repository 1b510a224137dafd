package dev.everfill.processor.state;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A store in the heap, for tests. */
public final class MemoryStore implements OrderedStore {
  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
  private long visited;

  @Override
  public byte[] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.remove(key);
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) {
    NavigableMap<byte[], byte[]> range = entries.subMap(from, true, to, false);
    for (Map.Entry<byte[], byte[]> entry : new TreeMap<>(range).entrySet()) {
      visited++;
      if (!visitor.visit(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  public int size() {
    return entries.size();
  }

  /** How many entries scans have visited. */
  public long visited() {
    return visited;
  }
}
