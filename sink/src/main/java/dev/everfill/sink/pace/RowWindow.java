package dev.everfill.sink.pace;

import java.util.ArrayDeque;

/**
 * The rows of the last second: a row counts from before its statement until one second after its
 * commit was acknowledged. So whenever PostgreSQL may have changed or committed it, any second
 * around that moment is covered. Time is monotonic, in nanoseconds. Not safe for several threads.
 */
final class RowWindow {
  /** A second, and what two clocks may drift apart in one. */
  static final long SPAN = 1_002_000_000L;

  private record Wrote(long at, boolean backfill, long rows) {}

  private final ArrayDeque<Wrote> lastSecond = new ArrayDeque<>();
  private long live;
  private long backfill;
  private long begun;

  /** Rows are going to be written. */
  void begin(int rows) {
    begun += rows;
  }

  /**
   * They have been, or may have been.
   *
   * @param rows of {@link #begin}
   * @param wrote how many of them, at most
   */
  void end(int rows, int wrote, boolean isBackfill, long now) {
    begun -= rows;
    if (wrote > 0) {
      lastSecond.add(new Wrote(now, isBackfill, wrote));
      count(isBackfill, wrote);
    }
  }

  private void count(boolean isBackfill, long rows) {
    if (isBackfill) {
      backfill += rows;
    } else {
      live += rows;
    }
  }

  /** Rows that count now. */
  long used(long now) {
    forget(now);
    return live + backfill + begun;
  }

  /** Rows of the last second that belong to fields being filled, or to the others. */
  long wrote(boolean isBackfill, long now) {
    forget(now);
    return isBackfill ? backfill : live;
  }

  /** Nanoseconds until so many rows count no more; {@link #SPAN} if that is not known. */
  long until(long rows, long now) {
    forget(now);
    long gone = 0;
    for (Wrote one : lastSecond) {
      gone += one.rows();
      if (gone >= rows) {
        return Math.max(1, one.at() + SPAN - now);
      }
    }
    return SPAN;
  }

  private void forget(long now) {
    while (!lastSecond.isEmpty() && now - lastSecond.peekFirst().at() >= SPAN) {
      Wrote old = lastSecond.pollFirst();
      count(old.backfill(), -old.rows());
    }
  }
}
