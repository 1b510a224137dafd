package dev.everfill.processor.state;

import java.util.Arrays;

/** The entries of a store whose keys begin with one byte, seen without it. */
final class PrefixedStore implements OrderedStore {
  private final OrderedStore store;
  private final byte prefix;

  PrefixedStore(OrderedStore store, byte prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  @Override
  public byte[] get(byte[] key) {
    return store.get(prefixed(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(prefixed(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(prefixed(key));
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) {
    store.scan(
        prefixed(from),
        to == null ? new byte[] {(byte) (prefix + 1)} : prefixed(to),
        (key, value) -> visitor.visit(Arrays.copyOfRange(key, 1, key.length), value));
  }

  private byte[] prefixed(byte[] key) {
    byte[] whole = new byte[key.length + 1];
    whole[0] = prefix;
    System.arraycopy(key, 0, whole, 1, key.length);
    return whole;
  }
}
