package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.sink.PaceSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One field's pace: its holds, its pauses, and the batch that is on its way. Not thread-safe. */
final class FieldPace {
  private static final int RATE_SAMPLES = 6;

  /** Reasons change slowly; the writer asks often. */
  private static final long CACHED = 100_000_000L;

  private record Sample(long at, long rows) {}

  private final FieldRef field;
  private final Holds holds = new Holds();
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private Duration maxHold = PaceSettings.defaults().maxHold();
  private boolean bounded;
  private int begun;
  private boolean begunBackfill;
  private List<Budget> begunIn = List.of();
  private boolean everWrote;
  private long ended;
  private long lastHeld;
  private int batchRows;
  private long rows;
  private List<PaceReason> reasons = List.of();
  private boolean everLooked;
  private long looked;

  FieldPace(FieldRef field) {
    this.field = field;
  }

  void configure(Duration changed, boolean isBounded) {
    maxHold = changed;
    bounded = isBounded;
    everLooked = false;
  }

  /** Whether it has a bound of its own beside the pipeline's. */
  boolean bounded() {
    return bounded;
  }

  void begin(int permitted, boolean backfill, List<Budget> bounds) {
    begun = permitted;
    begunBackfill = backfill;
    begunIn = bounds;
  }

  /** What was permitted has been written and measured. */
  void wrote(int changed, int batches, long heldNanos, long now) {
    if (begun == 0) {
      // No row was touched: only progress was stored.
      return;
    }
    end(changed, now);
    if (heldNanos > 0) {
      holds.add(heldNanos, now);
    }
    everWrote = true;
    ended = now;
    lastHeld = heldNanos;
    batchRows = changed / batches;
    rows += changed;
  }

  /** What was begun and never measured may have been written: all of it counts. */
  void settle(long now) {
    if (begun > 0) {
      end(begun, now);
    }
  }

  private void end(int changed, long now) {
    for (Budget budget : begunIn) {
      budget.end(begun, changed, begunBackfill, now);
    }
    begun = 0;
    begunIn = List.of();
  }

  /** Nanoseconds of pause that are left after the last batch. */
  long restNanos(Readings readings, long now) {
    if (!everWrote) {
      return 0;
    }
    long delay = Slowdown.delayNanos(utilization(readings, now), lastHeld);
    return Math.max(0, ended + delay - now);
  }

  double utilization(Readings readings, long now) {
    List<PaceReason> all = reasons(readings, now);
    return all.isEmpty() ? 0 : all.get(0).utilization();
  }

  /** What slows it down, the slowest first. */
  private List<PaceReason> reasons(Readings readings, long now) {
    if (!everLooked || now - looked >= CACHED) {
      List<PaceReason> all = new ArrayList<>(readings.of(field, now));
      holds.reason(maxHold, now).ifPresent(all::add);
      all.sort(Comparator.comparingDouble(PaceReason::utilization).reversed());
      reasons = List.copyOf(all);
      everLooked = true;
      looked = now;
    }
    return reasons;
  }

  /**
   * What there is to tell, about once a second.
   *
   * @param scarce the budgets that are used up, as reasons
   */
  ThrottleStatus status(String instance, Readings readings, List<PaceReason> scarce, long now) {
    List<PaceReason> all = new ArrayList<>(reasons(readings, now));
    all.addAll(scarce);
    all.sort(Comparator.comparingDouble(PaceReason::utilization).reversed());
    return new ThrottleStatus(
        field,
        instance,
        all.isEmpty() ? 0 : all.get(0).utilization(),
        all.stream().filter(one -> one.utilization() >= Slowdown.FROM).toList(),
        batchRows,
        holds.quantile(0.5, now),
        holds.quantile(0.99, now),
        rate(now),
        null);
  }

  private double rate(long now) {
    samples.add(new Sample(now, rows));
    if (samples.size() > RATE_SAMPLES) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    return now == first.at() ? 0 : (rows - first.rows()) * 1e9 / (now - first.at());
  }
}
