package dev.everfill.processor.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Two byte strings as one key: the length of the first (four bytes, big-endian), the first, the
 * second. All pairs with the same first part lie together, ordered by the second. Such a key begins
 * with a zero byte, a marker's key with a brace, so both can stand in one topic.
 */
public final class PairKey {
  private PairKey() {}

  /** The pair. */
  public static byte[] of(byte[] first, byte[] second) {
    return ByteBuffer.allocate(4 + first.length + second.length)
        .putInt(first.length)
        .put(first)
        .put(second)
        .array();
  }

  /** What the keys of all pairs with that first part begin with. */
  public static byte[] prefix(byte[] first) {
    return ByteBuffer.allocate(4 + first.length).putInt(first.length).put(first).array();
  }

  /** The first part of a pair. */
  public static byte[] first(byte[] pair) {
    return Arrays.copyOfRange(pair, 4, 4 + length(pair));
  }

  /** The second part of a pair. */
  public static byte[] second(byte[] pair) {
    return Arrays.copyOfRange(pair, 4 + length(pair), pair.length);
  }

  private static int length(byte[] pair) {
    int length = pair.length < 4 ? -1 : ByteBuffer.wrap(pair).getInt();
    if (length < 0 || length > pair.length - 4) {
      throw new IllegalArgumentException("not a pair of keys");
    }
    return length;
  }

  /** The least key behind all keys with the prefix; null if there is none. */
  static byte[] after(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xff) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }
}
