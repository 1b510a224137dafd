package dev.everfill.sink.pace;

import java.time.Duration;

/**
 * How many rows the next batch may have, from how long the last one held its rows. The bound is for
 * the longest hold, and holds scatter: batches aim at a quarter of it. Whoever asks for a row of
 * the very batch waits for all of it, so where others are at work they aim at a tenth.
 *
 * <p>Above the bound a batch halves, above half of it it shrinks by a quarter, and above twice the
 * aim a large one does; below the aim a full batch grows: a small one to twice its size, since what
 * made it small may have been a stall that has nothing to do with its rows, a larger one by a
 * quarter. Immutable.
 *
 * @param rows 1 … {@link #MOST}
 * @param maxHold the bound
 * @param shared whether others are at work
 */
public record BatchSize(int rows, Duration maxHold, boolean shared) {
  /** No batch is larger. */
  public static final int MOST = 5_000;

  private static final int FIRST = 100;
  private static final Duration WORTH = Duration.ofMillis(2);
  private static final int ALONE = 4;
  private static final int SHARED = 10;

  public BatchSize {
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("a batch has 1 to " + MOST + " rows but was " + rows);
    }
  }

  /** Small, since nothing is known of the server yet. */
  public static BatchSize first(Duration maxHold) {
    return new BatchSize(FIRST, maxHold, false);
  }

  /**
   * @param wrote rows of the batch that was measured
   * @param held from before its statement to the commit's acknowledgement
   */
  public BatchSize after(int wrote, Duration held) {
    if (held.compareTo(maxHold) > 0) {
      return with(Math.min(rows, Math.max(1, wrote)) / 2);
    }
    if (held.multipliedBy(2).compareTo(maxHold) > 0) {
      return with(Math.max(1, rows - Math.max(1, rows / 4)));
    }
    if (rows > FIRST && held.compareTo(aim().multipliedBy(2)) > 0) {
      // Not below: then it is not the rows that take long, but the way to the server.
      return with(Math.max(FIRST, rows - rows / 4));
    }
    if (wrote >= rows && held.compareTo(aim()) < 0) {
      return with(rows < FIRST ? Math.min(FIRST, rows * 2) : rows + rows / 4);
    }
    return this;
  }

  /** Of a small bound more is used: below some milliseconds a batch is mostly its own cost. */
  private Duration aim() {
    Duration part = maxHold.dividedBy(shared ? SHARED : ALONE);
    Duration most = maxHold.multipliedBy(2).dividedBy(5);
    Duration least = most.compareTo(WORTH) < 0 ? most : WORTH;
    return part.compareTo(least) < 0 ? least : part;
  }

  /** Others are at work now, or nobody has been for a while. */
  public BatchSize shared(boolean now) {
    if (now == shared) {
      return this;
    }
    int fitting = now && rows > FIRST ? Math.max(FIRST, rows * ALONE / SHARED) : rows;
    return new BatchSize(fitting, maxHold, now);
  }

  /** With another bound; how many rows fit is learnt anew from here. */
  public BatchSize within(Duration changed) {
    return new BatchSize(rows, changed, shared);
  }

  /** After a failure that a smaller batch may avoid. */
  public BatchSize halved() {
    return with(rows / 2);
  }

  private BatchSize with(int wanted) {
    return new BatchSize(Math.max(1, Math.min(MOST, wanted)), maxHold, shared);
  }
}
