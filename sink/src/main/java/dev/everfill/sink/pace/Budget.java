package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;

/**
 * One bound on rows per second, as far as this instance may use it: never more rows within any
 * second than its lease allows, in small batches so that the writing is even. Not safe for several
 * threads.
 */
final class Budget {
  /** A batch takes a twentieth of a second's rows at most; else much would be idle at a time. */
  private static final int SLICES = 20;

  /** Less than this part of a second's rows is not worth a transaction. */
  private static final int GRAINS = 50;

  /** Demand is remembered so long, or the leases would follow every breath. */
  private static final long MEMORY = 3_000_000_000L;

  private static final long UNLEASED_WAIT = 20_000_000L;

  private final RowWindow window = new RowWindow();
  private final Turns turns = new Turns();
  private final String whose;
  private long rate;
  private long limit;
  private long leasedUntil;
  private boolean leased;
  private final long[] refused = new long[2];
  private final boolean[] everRefused = new boolean[2];

  /**
   * @param whose for people
   * @param rate rows per second over all instances
   */
  Budget(String whose, long rate) {
    this.whose = whose;
    this.rate = rate;
  }

  long rate() {
    return rate;
  }

  /** A lower rate holds at once, a higher one with the next lease. */
  void rate(long changed) {
    rate = changed;
    limit = Math.min(limit, changed);
  }

  /**
   * @param until monotonic nanoseconds
   */
  void lease(long rows, long until) {
    limit = Math.min(rows, rate);
    leasedUntil = until;
    leased = true;
  }

  /** Takes the lease down to so many rows, at once; what it is now is kept if it is lower. */
  void shrink(long rows) {
    limit = Math.min(limit, rows);
  }

  void drop() {
    leased = false;
    limit = 0;
  }

  /** Rows that may be written within a second now. */
  long limit(long now) {
    return leased && leasedUntil - now > 0 ? limit : 0;
  }

  long used(long now) {
    return window.used(now);
  }

  /** Rows the field may write now, 0 if none. */
  int room(FieldRef field, boolean backfill, int wanted, long now) {
    if (wanted == 0) {
      turns.content(field);
      return 0;
    }
    long most = limit(now);
    long free = most - window.used(now);
    boolean enough = free >= Math.max(1, Math.min(wanted, most / GRAINS));
    if (!enough || !turns.mayGo(field, backfill, now)) {
      turns.wants(field, backfill, wanted, now);
      refused[index(backfill)] = now;
      everRefused[index(backfill)] = true;
      return 0;
    }
    return (int) Math.min(wanted, Math.min(free, Math.max(1, most / SLICES)));
  }

  /** The field is going to write what {@link #room} has given, or less. */
  void begin(FieldRef field, boolean backfill, int rows, int wanted, long now) {
    window.begin(rows);
    turns.got(field, backfill, rows, now);
    if (rows < wanted) {
      turns.wants(field, backfill, wanted - rows, now);
    } else {
      turns.content(field);
    }
  }

  void end(int begun, int wrote, boolean backfill, long now) {
    window.end(begun, wrote, backfill, now);
  }

  /** The field wants nothing of this budget now. */
  void content(FieldRef field) {
    turns.content(field);
  }

  /** Nanoseconds until the field may ask with success; 0 if it may now. */
  long waitNanos(FieldRef field, boolean backfill, long now) {
    long most = limit(now);
    if (most == 0) {
      return UNLEASED_WAIT;
    }
    long lacking =
        Math.max(1, Math.min(turns.missing(field), most / GRAINS)) - (most - window.used(now));
    if (lacking > 0) {
      return window.until(lacking, now);
    }
    return turns.mayGo(field, backfill, now) ? 0 : 1_000_000L;
  }

  /** Whether somebody was refused lately: there is less than is wanted. */
  boolean scarce(long now) {
    return refused(false, now) || refused(true, now);
  }

  /** The bound as a reason: which part of the lease is used. */
  PaceReason reason(long now) {
    long most = limit(now);
    double utilization = most == 0 ? 1 : Math.min(1, (double) window.used(now) / most);
    String detail =
        whose + " may change " + rate + " rows per second, " + most + " of them by this instance";
    return new PaceReason("rows-per-second", utilization, detail);
  }

  /** Rows per second that fields of a kind could use, the whole rate if they want more than is. */
  long demand(boolean backfill, long now) {
    long wrote = window.wrote(backfill, now);
    return refused(backfill, now) ? rate : Math.min(rate, wrote + wrote / 2);
  }

  private boolean refused(boolean backfill, long now) {
    return everRefused[index(backfill)] && now - refused[index(backfill)] < MEMORY;
  }

  private static int index(boolean backfill) {
    return backfill ? 1 : 0;
  }
}
