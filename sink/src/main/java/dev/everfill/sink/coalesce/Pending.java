package dev.everfill.sink.coalesce;

import dev.everfill.base.event.Key;
import java.util.Map;

/**
 * What a target row shall be and may not be yet.
 *
 * @param columns the newest values in text form; null if the row is gone and there is nothing to do
 * @param since the offset of the oldest record of this key that has not been settled
 * @param bytesBefore what had been read of the partition before that record
 */
public record Pending(Key key, Map<String, String> columns, long since, long bytesBefore) {

  Pending with(Map<String, String> newer) {
    return new Pending(key, newer, since, bytesBefore);
  }

  /** Whether there is anything to write. */
  public boolean isValue() {
    return columns != null;
  }
}
