package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.PaceSettings;

/**
 * What bounds the writing besides the size of a batch: asked before each batch, told after it.
 * Times are the caller's monotonic clock, in nanoseconds; nothing here waits. One thread writes and
 * calls {@link #permitted}, {@link #wrote} and {@link #waitNanos}; {@link #configure} may come from
 * any thread.
 */
public interface Throttle {
  /** Sets or changes a field's pace; holds from the next batch on. */
  void configure(FieldRef field, PaceSettings pace);

  /**
   * How many rows the field's next batch may change at most, 0 if none may now. What is permitted
   * counts as being written until {@link #wrote} says what was; without that (the batch failed, or
   * its commit is in doubt) all of it counts as written when the field asks again.
   *
   * @param backfill whether the field is being filled for the first time: live fields go first
   * @param wanted rows there are to write, ≥ 0; 0 says that the field wants nothing now
   */
  int permitted(FieldRef field, boolean backfill, int wanted, long nowNanos);

  /**
   * Says what became of the permitted rows, once the commit has been acknowledged.
   *
   * @param rows really changed, 0 if none was
   * @param batches in which they were written, ≥ 1
   * @param heldNanos from before the statement to the acknowledgement, of the slowest batch
   */
  void wrote(
      FieldRef field, boolean backfill, int rows, int batches, long heldNanos, long nowNanos);

  /**
   * Whether the field may be written as where nobody else is: in larger batches, several at a time.
   * Not if its rows are counted against a lease, which outlasts one statement and not several; nor
   * where others are at work on the server, who are to have their turn between two batches.
   */
  boolean alone(FieldRef field, long nowNanos);

  /** Nanoseconds until the field may be permitted a row; 0 if it may be now. */
  long waitNanos(FieldRef field, boolean backfill, long nowNanos);
}
