package dev.everfill.sink;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.error.Reason;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Settled;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What there is to say of a field's writing: what became of its rows, what it waits for, why it has
 * failed. Belongs to the writing thread.
 */
final class FieldReport {
  private final Map<Outcome, Long> handled = new EnumMap<>(Outcome.class);
  private StageStatus.Failure failure;
  private boolean failureTold;
  private String waitingFor;

  /**
   * Counts the rows of a batch that is committed.
   *
   * @return how many of them were changed
   */
  int wrote(List<Settled> rows) {
    waitingFor = null;
    int[] counts = Settled.count(rows);
    for (Outcome outcome : Outcome.values()) {
      handled.merge(outcome, (long) counts[outcome.ordinal()], Long::sum);
    }
    return counts[Outcome.CHANGED.ordinal()];
  }

  /** Records handled since the start; a row that somebody holds is not, each time. */
  long handled() {
    return handled.entrySet().stream()
        .filter(entry -> entry.getKey() != Outcome.DEFERRED)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * The field cannot go on.
   *
   * @return false if that was so already; the first reason stays
   */
  boolean failed(Reason reason, String message) {
    if (failure != null) {
      return false;
    }
    failure = new StageStatus.Failure(reason.code(), message);
    waitingFor = null;
    return true;
  }

  /** Null as long as it works. */
  StageStatus.Failure failure() {
    return failure;
  }

  /** Of a field that has failed. */
  Reason reason() {
    return Reason.valueOf(failure.reason().toUpperCase(Locale.ROOT));
  }

  /** Whether it has failed and the control schema does not say so yet. */
  boolean untold() {
    return failure != null && !failureTold;
  }

  void told() {
    failureTold = true;
  }

  /**
   * @param what null if for nothing any more
   */
  void waitsFor(String what) {
    waitingFor = what;
  }

  String waitingFor() {
    return waitingFor;
  }
}
