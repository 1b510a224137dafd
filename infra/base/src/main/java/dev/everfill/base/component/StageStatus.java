package dev.everfill.base.component;

import java.util.List;

/**
 * What a stage says of itself, from memory: asking never waits for a server.
 *
 * @param running false before start, after stop and after a failure
 * @param failure the reason code and message of what ended it; null while there is none
 * @param waitingFor what it waits for, for people ("slot creation waits for pid 4711, open for 32
 *     s"); null while it does not
 * @param progress one per thing that the stage works through (a table, a field's topology, a field)
 */
public record StageStatus(
    boolean running, Failure failure, String waitingFor, List<Progress> progress) {
  public StageStatus {
    progress = List.copyOf(progress);
  }

  /** Why a stage ended. */
  public record Failure(String reason, String message) {}

  /**
   * @param name the table or field
   * @param done rows that are done, ≥ 0
   * @param total rows there are to do; −1 while unknown, an estimate until {@code exact}
   * @param complete every row that was there has been handed on
   * @param handled records handled since the start, changes included: what a rate is made of
   * @param lag records that wait in front of it in this process; null while unknown
   * @param lagSeconds how far it is behind in time; null while unknown
   */
  public record Progress(
      String name,
      long done,
      long total,
      boolean exact,
      boolean complete,
      long handled,
      Long lag,
      Double lagSeconds) {
    /** Of a thing whose lag is not known. */
    public Progress(
        String name, long done, long total, boolean exact, boolean complete, long handled) {
      this(name, done, total, exact, complete, handled, null, null);
    }

    /** The same with another lag in records. */
    public Progress withLag(Long records) {
      return new Progress(name, done, total, exact, complete, handled, records, lagSeconds);
    }
  }
}
