package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import java.util.List;

/** What the database's signals say now, from memory. Safe for all threads. */
public interface Readings {
  /** There are no signals. */
  Readings NONE = (field, now) -> List.of();

  /**
   * What concerns a field, in no order; signals of which nothing is used may be left out.
   *
   * @param now monotonic nanoseconds
   */
  List<PaceReason> of(FieldRef field, long now);

  /**
   * Whether nobody else is known to be at work on the server.
   *
   * @param now monotonic nanoseconds
   */
  default boolean alone(long now) {
    return true;
  }
}
