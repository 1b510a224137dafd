package dev.everfill.launcher.verify;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * One verification of one field: walks the target's primary key in ranges of about a second, with a
 * pause after each, and looks at rows that differ again and again until it is known whether they
 * are wrong. Rows that come or go meanwhile are compared in the moment in which their range is. For
 * one thread and one use.
 */
final class Verification {
  /** Differences of one range that are looked at one by one. */
  static final int LIMIT = 5_000;

  private static final int SHOWN = 100;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  static final Duration WHOLE_TIMEOUT = Duration.ofMinutes(30);

  private static final long SMALL = 100;

  private final FieldDefinition field;
  private final KeySql keys;
  private final TargetKeys target;
  private final Comparisons comparisons;
  private final Evidence evidence;
  private final boolean repair;
  private final Pauses pauses;
  private final Findings findings = new Findings(SHOWN);
  private final List<Difference> suspects = new ArrayList<>();
  private Division division = new Division(1, true, 0);
  private Judgement judgement;

  Verification(
      Connection connection,
      FieldDefinition field,
      Evidence evidence,
      boolean repair,
      BooleanSupplier stopped) {
    Reading reading = new Reading(connection, "verifying " + field.name());
    this.field = field;
    this.keys = KeySql.of(connection, field);
    this.target = new TargetKeys(reading, keys, field.key().size());
    this.comparisons = new Comparisons(reading, field, keys, LIMIT);
    this.evidence = evidence;
    this.repair = repair;
    this.pauses = new Pauses(stopped);
  }

  /**
   * @param sample how many rows to compare; empty for all
   * @throws EverfillException if a server fails
   * @throws InterruptedException if somebody asked to stop
   */
  Result run(OptionalInt sample) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      evidence.arrived();
      division = Division.of(comparisons, target, keys);
      judgement = new Judgement(field, comparisons, division, evidence, repair, pauses, findings);
      if (sample.isPresent()) {
        sampled(sample.getAsInt());
      } else if (division.whole()) {
        take(comparisons.compare(new Extent.Whole(), WHOLE_TIMEOUT), new Extent.Whole());
      } else {
        walk();
      }
      judge();
    } catch (Reading.TooLong tooLong) {
      throw new EverfillException(
          Reason.INTERNAL,
          "verifying "
              + field.name()
              + ": a comparison of few rows took minutes; an index on the columns by which the"
              + " SELECT groups or joins may help",
          tooLong);
    }
    if (division.coarse()) {
      findings.note(division.note());
    }
    evidence.notes().forEach(findings::note);
    return findings.result(Duration.ofNanos(System.nanoTime() - begin));
  }

  private void sampled(int wanted) throws Reading.TooLong, InterruptedException {
    List<List<String>> drawn = target.sample(wanted);
    for (List<List<String>> some : Chunks.of(drawn, judgement.chunk())) {
      Extent extent = new Extent.Keys(some);
      Comparison found = comparisons.compare(extent, WHOLE_TIMEOUT);
      take(found, extent);
      pauses.after(found.took());
    }
    findings.note("a sample: rows drawn by chance from pages of the table drawn by chance");
  }

  private void walk() throws Reading.TooLong, InterruptedException {
    RangeSize size = RangeSize.first(division.least());
    Duration timeout = division.coarse() ? WHOLE_TIMEOUT : TIMEOUT;
    List<String> after = null;
    do {
      Extent.Range range = new Extent.Range(after, target.last(after, size.rows()));
      Comparison found = tried(range, timeout, size);
      if (found == null || (found.overflows() && !division.coarse() && size.rows() > SMALL)) {
        size = size.smaller();
        continue;
      }
      take(found, range);
      pauses.after(found.took());
      size = size.after(found.took());
      after = range.until();
    } while (after != null || findings.ranges() == 0);
  }

  /** Null if it is to be tried with fewer rows. */
  private Comparison tried(Extent.Range range, Duration timeout, RangeSize size)
      throws Reading.TooLong {
    try {
      return comparisons.compare(range, timeout);
    } catch (Reading.TooLong tooLong) {
      if (size.rows() <= SMALL) {
        throw tooLong;
      }
      return null;
    }
  }

  private void take(Comparison found, Extent extent) throws Reading.TooLong, InterruptedException {
    findings.compared(found.rows());
    Comparison now = found.overflows() ? reduced(found, extent) : found;
    findings.uncounted(now.mismatches() - now.differences().size());
    suspects.addAll(now.differences());
    if (suspects.size() >= LIMIT) {
      judge();
    }
  }

  private void judge() throws Reading.TooLong, InterruptedException {
    judgement.of(suspects);
    suspects.clear();
  }

  /**
   * Too many to be looked at one by one: those count that another look at all still finds. Where
   * they are repaired, it is as many looks as it takes.
   */
  private Comparison reduced(Comparison found, Extent extent)
      throws Reading.TooLong, InterruptedException {
    Comparison now = found;
    boolean progress = true;
    while (now.overflows() && progress && evidence.arrived()) {
      now = comparisons.compare(extent, WHOLE_TIMEOUT);
      progress = repair && now.overflows() && judgement.repairsSome(now.differences());
    }
    return now;
  }
}
