package dev.everfill.sink.coalesce;

import dev.everfill.base.event.Key;
import java.util.Map;

/**
 * What a target row shall be and may not be yet.
 *
 * @param key null if the record's key cannot be read
 * @param columns the newest values in text form; null if the row is gone and there is nothing to
 *     do, or if they cannot be read
 * @param since the offset of the oldest record of this key that has not been settled
 * @param bytesBefore what had been read of the partition before that record
 * @param offset of the newest record of this key, where the values come from
 * @param refusal why the values cannot be written; null as long as they may be
 */
public record Pending(
    Key key,
    Map<String, String> columns,
    long since,
    long bytesBefore,
    long offset,
    Refusal refusal) {

  /** A row that was refused before and is tried once more with the values of then. */
  public static Pending again(Key key, Map<String, String> columns, long offset) {
    return new Pending(key, columns, offset, 0, offset, null);
  }

  /** The newest record of the key is another one now. */
  Pending with(Pending newer) {
    return new Pending(key, newer.columns, since, bytesBefore, newer.offset, newer.refusal);
  }

  Pending refused(Refusal why) {
    return new Pending(key, columns, since, bytesBefore, offset, why);
  }

  /** What the row is known by: its key, or without one where its record lies. */
  Object id() {
    return key == null ? (Object) since : key;
  }

  /** How much there is to write. */
  public long characters() {
    long characters = 0;
    if (columns != null) {
      for (String value : columns.values()) {
        characters += value == null ? 0 : value.length();
      }
    }
    return characters;
  }

  /** Whether there is anything to write. */
  public boolean isValue() {
    return columns != null && refusal == null;
  }
}
