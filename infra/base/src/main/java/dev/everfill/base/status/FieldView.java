package dev.everfill.base.status;

import java.time.Instant;
import java.util.List;

/**
 * A field at one moment. What is not known is null.
 *
 * @param state pending, capturing, backfilling, live, paused, interrupted or failed
 * @param reason a {@link dev.everfill.base.error.Reason} code or another word; null if there is
 *     none
 * @param ready whether the column may be read: what {@code everfill.ready(name)} says
 * @param rowsProcessed settled, each target row counted once
 * @param rowsTotal an estimate until all are counted
 * @param percent 0 to 100; 100 only when all rows are settled
 * @param rowsChanged really changed, over all time
 * @param ratePerSecond rows settled per second, of all instances; null while nothing moves
 * @param etaSeconds until all are settled, ≥ 0
 * @param pace what bounds it now
 * @param quarantinedRows refused by PostgreSQL, without a better value since
 * @param freshnessSeconds how old at most what a live column shows is
 * @param error the reason of a failure in words, with the way out; null unless failed
 */
public record FieldView(
    String name,
    String state,
    String reason,
    boolean ready,
    int generation,
    long rowsProcessed,
    Long rowsTotal,
    double percent,
    long rowsChanged,
    Double ratePerSecond,
    Double etaSeconds,
    Throttle throttle,
    boolean paused,
    Pace pace,
    long quarantinedRows,
    Double freshnessSeconds,
    Instant startedAt,
    Instant updatedAt,
    Instant endedAt,
    String error,
    Stages stages,
    Verified verified) {

  /**
   * What slows the writing down.
   *
   * @param utilization of the scarcest thing: from 0.5 on it slows down, at 1 it is at its minimum
   * @param reasons of all instances, each name once with its highest utilization, highest first
   * @param holdP50Millis how long half of the recent batches held their rows at most
   * @param holdP99Millis nearly all of them
   * @param batchRows of the last batch
   */
  public record Throttle(
      double utilization,
      List<PaceView> reasons,
      Double holdP50Millis,
      Double holdP99Millis,
      Integer batchRows) {
    public Throttle {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * @param name a word: {@code lock-waiters}
   * @param detail for people
   */
  public record PaceView(String name, double utilization, String detail) {}

  /**
   * @param rowsPerSecond null for no bound
   * @param maxHoldMillis the longest time that a batch may hold rows
   * @param overridden whether somebody set it while running
   */
  public record Pace(Long rowsPerSecond, double maxHoldMillis, boolean overridden) {}

  /** The three stages, each null where no process tells of it. */
  public record Stages(Stage capture, Stage compute, Stage write) {}

  /**
   * @param running false before its start, after its stop and after a failure
   * @param done rows done, ≥ 0
   * @param total rows there are to do
   * @param complete every row that was there has been handed on
   * @param ratePerSecond records handled per second, changes included
   * @param lag records that wait in front of it; null while unknown
   * @param lagSeconds how far it is behind in time; null while unknown
   * @param waitingFor for people; null while it does not wait
   * @param failure its message; null while there is none
   */
  public record Stage(
      boolean running,
      long done,
      Long total,
      boolean complete,
      double ratePerSecond,
      Long lag,
      Double lagSeconds,
      String waitingFor,
      String failure) {}

  /** The last comparison with the SELECT; {@code mismatches} 0 is what it should be. */
  public record Verified(Instant at, long rows, long mismatches) {}
}
