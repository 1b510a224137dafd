package dev.everfill.processor.state;

/**
 * A map from bytes to bytes in unsigned order of its keys: one partition's part of a store. Used by
 * one thread at a time.
 */
public interface OrderedStore {
  /** The value, or null. */
  byte[] get(byte[] key);

  /** Keeps a value, never null. */
  void put(byte[] key, byte[] value);

  /** Removes a key that may be missing. */
  void delete(byte[] key);

  /**
   * Visits the entries from {@code from} up to but without {@code to}, in order, until the visitor
   * has enough. The visitor may change the store; it may or may not see its own changes.
   */
  void scan(byte[] from, byte[] to, Visitor visitor);

  /** Visits the entries whose keys begin with {@code prefix}, as {@link #scan} does. */
  default void scan(byte[] prefix, Visitor visitor) {
    scan(prefix, PairKey.after(prefix), visitor);
  }

  /**
   * A part of this store that other parts do not see: its keys stand behind one byte.
   *
   * @param number 0…126, the same in every version of the layout
   */
  default OrderedStore table(int number) {
    return new PrefixedStore(this, (byte) number);
  }

  /** Sees entries one by one. */
  @FunctionalInterface
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(byte[] key, byte[] value);
  }
}
