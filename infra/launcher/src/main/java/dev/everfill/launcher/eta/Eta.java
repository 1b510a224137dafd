package dev.everfill.launcher.eta;

import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import java.util.OptionalDouble;

/** When all rows of a field will be settled. Pure. */
public final class Eta {
  private Eta() {}

  /**
   * The rate of a field that is being filled, and what follows from it; of one that is paused,
   * live, has failed or was stopped nothing does.
   *
   * @param perSecond what all instances together settle
   */
  public static FieldRate of(FieldStatus status, double perSecond) {
    if (!filling(status)) {
      return new FieldRate(status.field(), 0, OptionalDouble.empty());
    }
    OptionalDouble eta = seconds(perSecond, status.rowsDone(), status.rowsTotal());
    return new FieldRate(status.field(), perSecond, eta);
  }

  private static boolean filling(FieldStatus status) {
    return !status.live()
        && !status.control().paused()
        && status.state() != FieldState.FAILED
        && status.state() != FieldState.INTERRUPTED;
  }

  /**
   * Seconds until all rows are settled, never negative.
   *
   * @param done may be more than {@code total}, which is an estimate at first
   * @param total null while unknown
   * @return empty while it cannot be said
   */
  public static OptionalDouble seconds(double perSecond, long done, Long total) {
    if (total == null || !(perSecond > 0)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.max(0, total - done) / perSecond);
  }

  /** For people: whole seconds, rounded up, since 0 would say that it is done. */
  public static long shown(double seconds) {
    return (long) Math.ceil(seconds);
  }
}
