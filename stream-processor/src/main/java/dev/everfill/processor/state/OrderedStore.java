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

  /** Sees entries one by one. */
  @FunctionalInterface
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(byte[] key, byte[] value);
  }
}
