package dev.everfill.sink;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What bounds the writing of a field.
 *
 * @param maxHold how long a transaction may hold rows; batches shrink to stay below it
 * @param rowsPerSecond rows changed in any second at most, ≥ 1; empty for no bound
 */
public record PaceSettings(Duration maxHold, OptionalLong rowsPerSecond) {
  public PaceSettings {
    Objects.requireNonNull(rowsPerSecond, "rowsPerSecond");
    if (maxHold.isNegative() || maxHold.isZero()) {
      throw new IllegalArgumentException("pace.max-hold must be above zero but was " + maxHold);
    }
    if (rowsPerSecond.isPresent() && rowsPerSecond.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "pace.rows-per-second must be at least 1 but was " + rowsPerSecond.getAsLong());
    }
  }

  /** 20 ms, no bound on the rate. */
  public static PaceSettings defaults() {
    return new PaceSettings(Duration.ofMillis(20), OptionalLong.empty());
  }
}
