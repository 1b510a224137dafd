package dev.everfill.producer.merge;

import java.util.Arrays;

/**
 * What {@code pg_current_snapshot()} says: which transactions a reader sees. Transactions below
 * {@code xmin} are visible, those from {@code xmax} on are not, between them all but the running
 * ones are.
 */
public final class XidSnapshot {
  private static final long EPOCH = 1L << 32;
  private static final long HALF_EPOCH = 1L << 31;

  private final long xmin;
  private final long xmax;
  private final long[] running;

  XidSnapshot(long xmin, long xmax, long... running) {
    this.xmin = xmin;
    this.xmax = xmax;
    this.running = running.clone();
    Arrays.sort(this.running);
  }

  /**
   * Reads PostgreSQL's text form.
   *
   * @param text {@code xmin:xmax:running,…}
   * @throws IllegalArgumentException if it is not
   */
  public static XidSnapshot parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a snapshot: " + text);
    }
    long[] running =
        parts[2].isEmpty()
            ? new long[0]
            : Arrays.stream(parts[2].split(",", -1)).mapToLong(Long::parseLong).toArray();
    return new XidSnapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
  }

  /**
   * Whether a committed transaction is visible.
   *
   * @param xid32 the 32 bits that the log carries; the transaction is taken to be within 2^31 of
   *     this snapshot, as PostgreSQL itself guarantees
   */
  public boolean sees(long xid32) {
    long xid = widen(xid32);
    if (xid < xmin) {
      return true;
    }
    return xid < xmax && Arrays.binarySearch(running, xid) < 0;
  }

  long widen(long xid32) {
    long xid = (xmax & -EPOCH) | xid32;
    if (xid - xmax > HALF_EPOCH) {
      return xid - EPOCH;
    }
    return xmax - xid > HALF_EPOCH ? xid + EPOCH : xid;
  }

  /** The first transaction that had not begun. */
  public long xmax() {
    return xmax;
  }

  /** Every transaction below is visible. */
  public long xmin() {
    return xmin;
  }

  @Override
  public String toString() {
    return xmin + ":" + xmax + ":" + Arrays.toString(running);
  }
}
