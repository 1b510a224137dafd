package dev.everfill.sink.pace;

import java.time.Duration;

/**
 * How many rows the next batch may have, from how long the last one held its rows. Above the bound
 * it halves; while more would still fit with a margin, a full batch grows: a small one to twice its
 * size, since what made it small may have been a stall that has nothing to do with its rows, a
 * larger one by a quarter. Immutable.
 *
 * @param rows 1 … {@link #MOST}
 * @param maxHold the bound
 */
public record BatchSize(int rows, Duration maxHold) {
  /** No batch is larger. */
  public static final int MOST = 5_000;

  private static final int FIRST = 100;

  public BatchSize {
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("a batch has 1 to " + MOST + " rows but was " + rows);
    }
  }

  /** Small, since nothing is known of the server yet. */
  public static BatchSize first(Duration maxHold) {
    return new BatchSize(FIRST, maxHold);
  }

  /**
   * @param wrote rows of the batch that was measured
   * @param held from before its statement to the commit's acknowledgement
   */
  public BatchSize after(int wrote, Duration held) {
    if (held.compareTo(maxHold) > 0) {
      return with(Math.min(rows, Math.max(1, wrote)) / 2);
    }
    if (wrote >= rows && held.multipliedBy(5).compareTo(maxHold.multipliedBy(3)) < 0) {
      return with(rows < FIRST ? Math.min(FIRST, rows * 2) : rows + rows / 4);
    }
    return this;
  }

  /** With another bound; how many rows fit is learnt anew from here. */
  public BatchSize within(Duration changed) {
    return new BatchSize(rows, changed);
  }

  /** After a failure that a smaller batch may avoid. */
  public BatchSize halved() {
    return with(rows / 2);
  }

  private BatchSize with(int wanted) {
    return new BatchSize(Math.max(1, Math.min(MOST, wanted)), maxHold);
  }
}
