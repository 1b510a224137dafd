package dev.everfill.base.control;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How fast a field's rows are being settled.
 *
 * @param rowsPerSecond over the last seconds, ≥ 0
 * @param etaSeconds until all are settled, ≥ 0; empty while that cannot be said
 */
public record FieldRate(FieldRef field, double rowsPerSecond, OptionalDouble etaSeconds) {
  public FieldRate {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(etaSeconds, "etaSeconds");
    if (!(rowsPerSecond >= 0) || etaSeconds.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "a rate is at least 0 but was " + rowsPerSecond + ", " + etaSeconds);
    }
  }
}
