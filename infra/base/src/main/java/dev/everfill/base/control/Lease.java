package dev.everfill.base.control;

import java.util.Objects;

/**
 * The part of a budget that one instance may use.
 *
 * @param instance who holds it
 * @param rate rows per second of the whole budget, as this instance was configured, ≥ 1
 * @param held rows that the instance may change within any second, ≥ 0
 * @param liveDemand rows per second that its live fields could use, ≥ 0
 * @param backfillDemand rows per second that its fields being filled could use, ≥ 0
 * @param renewals so often it was renewed, {@link #GIVEN_BACK} once it was given back; 0 for one
 *     that is to be stored
 * @param expired whether it has ended by the server's clock
 */
public record Lease(
    String instance,
    long rate,
    long held,
    long liveDemand,
    long backfillDemand,
    long renewals,
    boolean expired) {
  /** In place of the renewals: its holder writes no more. */
  public static final long GIVEN_BACK = -1;

  public Lease {
    Objects.requireNonNull(instance, "instance");
  }
}
