package dev.everfill.sink;

import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.pace.BackOff;
import dev.everfill.sink.pace.BatchSize;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.Written;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How large a field's next batch may be, and when rows that somebody holds, or a step that failed,
 * are tried again. Times are monotonic nanoseconds. Belongs to the writing thread.
 */
final class Tempo {
  private static final Duration HELD_FIRST = Duration.ofMillis(20);

  /** So short that rows are right within a second of being let go. */
  private static final Duration HELD_MOST = Duration.ofMillis(400);

  private static final Duration FAILED_FIRST = Duration.ofMillis(100);
  private static final Duration FAILED_MOST = Duration.ofSeconds(10);

  /**
   * So long batches are sent one by one, and are small, while a row that is refused is looked for,
   * and after somebody was met on the rows, who is to have his turn between two of them.
   */
  private static final Duration APART = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private BatchSize batch;
  private BackOff held = BackOff.of(HELD_FIRST, HELD_MOST);
  private BackOff failed = BackOff.of(FAILED_FIRST, FAILED_MOST);
  private long heldAt;
  private boolean apart;
  private long apartAt;
  private long failedAt;
  private Duration lastHold = Duration.ZERO;

  Tempo(Duration maxHold, RandomGenerator random) {
    this.batch = BatchSize.first(maxHold);
    this.random = random;
  }

  /** Bounds the hold anew; what was learnt of the server stays. */
  void maxHold(Duration maxHold) {
    if (!maxHold.equals(batch.maxHold())) {
      batch = batch.within(maxHold);
    }
  }

  int rows() {
    return batch.rows();
  }

  /**
   * Bounds the next batches anew.
   *
   * @param alone whether nobody else is known to be at work
   */
  void beside(boolean alone, long now) {
    batch = batch.shared(!alone || isApart(now));
  }

  /** How many batches may be sent together: as many as take twice the bound of one at most. */
  int together(long now) {
    if (batch.shared() || isApart(now)) {
      return 1;
    }
    long fit = batch.maxHold().multipliedBy(2).toNanos() / Math.max(1, lastHold.toNanos());
    return (int) Math.max(1, Math.min(Target.TOGETHER, fit));
  }

  private boolean isApart(long now) {
    return apart && now - apartAt < APART.toNanos();
  }

  /** Batches are sent one by one for a while. */
  void apart(long now) {
    apart = true;
    apartAt = now;
  }

  /** Takes in batches that were written together. */
  void wrote(List<Written> written, long now) {
    failed = failed.reset();
    Written slowest = slowest(written);
    long rows = written.stream().mapToLong(one -> one.rows().size()).sum();
    if (rows == 0) {
      return;
    }
    lastHold = Duration.ofNanos(slowest.heldNanos());
    long deferred =
        written.stream()
            .mapToLong(one -> Settled.count(one.rows())[Outcome.DEFERRED.ordinal()])
            .sum();
    batch = batch.after(slowest.rows().size(), lastHold);
    if (deferred > 0) {
      apart(now);
      held = deferred == rows ? held.failed() : held.reset().failed();
      heldAt = now + held.nanos(random);
    }
  }

  /** The one that held its rows for longest: the next ones are to hold theirs for less. */
  static Written slowest(List<Written> written) {
    return written.stream().max(Comparator.comparingLong(Written::heldNanos)).orElseThrow();
  }

  /** Takes in a failure that may pass: a smaller batch, later. */
  void failed(long now) {
    batch = batch.halved();
    failed = failed.failed();
    failedAt = now + failed.nanos(random);
  }

  /** Nanoseconds until rows that somebody holds are tried again; not above 0 if they may be now. */
  long heldWait(long now) {
    return heldAt - now;
  }

  /** Nanoseconds until anything may be tried after a failure; not above 0 if it may be now. */
  long failedWait(long now) {
    return failed.tries() == 0 ? 0 : failedAt - now;
  }

  Duration lastHold() {
    return lastHold;
  }
}
