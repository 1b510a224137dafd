package dev.everfill.sink;

import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.pace.BackOff;
import dev.everfill.sink.pace.BatchSize;
import java.time.Duration;
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

  /** So long somebody who was met on the rows is taken for being at work there. */
  private static final Duration MET = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private BatchSize batch;
  private BackOff held = BackOff.of(HELD_FIRST, HELD_MOST);
  private BackOff failed = BackOff.of(FAILED_FIRST, FAILED_MOST);
  private long heldAt;
  private long metAt;
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

  /** Takes in a batch that was written. */
  void wrote(List<Settled> rows, long heldNanos, long now) {
    failed = failed.reset();
    if (rows.isEmpty()) {
      return;
    }
    lastHold = Duration.ofNanos(heldNanos);
    long deferred = rows.stream().filter(row -> row.outcome() == Outcome.DEFERRED).count();
    batch = batch.after(rows.size(), lastHold).shared(shared(deferred, now));
    if (deferred > 0) {
      held = deferred == rows.size() ? held.failed() : held.reset().failed();
      heldAt = now + held.nanos(random);
    }
  }

  /** Who holds a row of a batch now may ask for one of the next. */
  private boolean shared(long deferred, long now) {
    if (deferred > 0) {
      metAt = now;
    }
    return deferred > 0 || batch.shared() && now - metAt < MET.toNanos();
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
