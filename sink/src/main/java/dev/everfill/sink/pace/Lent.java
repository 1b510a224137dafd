package dev.everfill.sink.pace;

import java.util.List;

/**
 * The budgets that are drawn on, as whoever renews the leases sees them. Times are monotonic
 * nanoseconds. Safe for all threads; nothing here waits.
 */
public interface Lent {
  /** What is wanted of each budget, by scope. */
  List<Ask> asks(long now);

  /**
   * Takes a lease down to so many rows, before the others are told.
   *
   * @return what the lease must still be taken for, since rows of the last second count
   */
  long shrink(String scope, long rows, long now);

  /**
   * A lease that has been stored, for this instance alone.
   *
   * @param until when it ends unless it is renewed
   */
  void lease(String scope, long rows, long until);

  /** No lease can be relied on any more. */
  void drop();
}
