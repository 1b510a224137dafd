package dev.everfill.processor.operator;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;

/** Tells markers from rows by the first byte of the key: no row's key begins with a brace. */
final class Markers {
  private Markers() {}

  static boolean is(byte[] key) {
    if (key == null || key.length == 0) {
      throw new IllegalArgumentException("a record without a key is not Everfill's");
    }
    return key[0] == '{';
  }

  /** The only marker that internal topics hold. */
  static Event.Level level(byte[] key, byte[] value) {
    if (EventCodec.decode(key, value) instanceof Event.Level level) {
      return level;
    }
    throw new IllegalArgumentException("an internal topic holds no markers but levels");
  }
}
