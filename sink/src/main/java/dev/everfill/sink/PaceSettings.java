package dev.everfill.sink;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What bounds the writing of a field.
 *
 * @param maxHold how long a transaction may hold rows; batches shrink to stay below it
 * @param rowsPerSecond rows changed in any second at most, ≥ 1; empty for no bound
 * @param replicaLag how far a replica may be behind, above zero
 * @param query one SELECT of one number: 0 for all the room there is, 1 for none; null if there is
 *     none
 */
public record PaceSettings(
    Duration maxHold, OptionalLong rowsPerSecond, Duration replicaLag, String query) {
  private static final Duration REPLICA_LAG = Duration.ofSeconds(2);

  public PaceSettings {
    Objects.requireNonNull(rowsPerSecond, "rowsPerSecond");
    if (replicaLag.isNegative() || replicaLag.isZero()) {
      throw new IllegalArgumentException(
          "pace.replica-lag must be above zero but was " + replicaLag);
    }
    if (maxHold.isNegative() || maxHold.isZero()) {
      throw new IllegalArgumentException("pace.max-hold must be above zero but was " + maxHold);
    }
    if (rowsPerSecond.isPresent() && rowsPerSecond.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "pace.rows-per-second must be at least 1 but was " + rowsPerSecond.getAsLong());
    }
  }

  /** With a replica lag of 2 s and no query. */
  public PaceSettings(Duration maxHold, OptionalLong rowsPerSecond) {
    this(maxHold, rowsPerSecond, REPLICA_LAG, null);
  }

  /** 20 ms, no bound on the rate. */
  public static PaceSettings defaults() {
    return new PaceSettings(Duration.ofMillis(20), OptionalLong.empty());
  }
}
