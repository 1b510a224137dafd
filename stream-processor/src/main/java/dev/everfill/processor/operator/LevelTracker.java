package dev.everfill.processor.operator;

import dev.everfill.processor.state.OrderedStore;
import java.nio.ByteBuffer;

/**
 * The highest level that each upstream partition of each input has sent, and the least of them.
 * Kept in a store: (input byte, partition as four bytes) → eight bytes.
 */
final class LevelTracker {
  private final OrderedStore store;
  private final long[][] levels;
  private long own;

  /**
   * @param store a table of its own; read at once
   * @param sources how many partitions feed each input
   */
  LevelTracker(OrderedStore store, int... sources) {
    this.store = store;
    this.levels = new long[sources.length][];
    for (int input = 0; input < sources.length; input++) {
      levels[input] = new long[sources[input]];
      for (int source = 0; source < sources[input]; source++) {
        byte[] stored = store.get(key(input, source));
        levels[input][source] = stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
      }
    }
    this.own = least();
  }

  /** Takes a level in; returns whether the own level rose. */
  boolean rose(int input, int source, long level) {
    if (source < 0 || source >= levels[input].length) {
      throw new IllegalArgumentException(
          "a level from partition " + source + " where there are " + levels[input].length);
    }
    if (level <= levels[input][source]) {
      return false;
    }
    levels[input][source] = level;
    store.put(key(input, source), ByteBuffer.allocate(8).putLong(level).array());
    long least = least();
    boolean rose = least > own;
    own = least;
    return rose;
  }

  /** The least level of all; 0 while an input has not sent any. */
  long own() {
    return own;
  }

  /** Whether everything that was there has come: there is an own level. */
  boolean live() {
    return own > 0;
  }

  private long least() {
    long least = Long.MAX_VALUE;
    for (long[] input : levels) {
      for (long level : input) {
        least = Math.min(least, level);
      }
    }
    return least;
  }

  private static byte[] key(int input, int source) {
    return ByteBuffer.allocate(5).put((byte) input).putInt(source).array();
  }
}
