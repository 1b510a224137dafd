package dev.everfill.base.control;

import java.util.Objects;

/**
 * One thing that may bound the pace.
 *
 * @param name a word: {@code lock-waiters}
 * @param utilization 0 nothing of it is used, from 0.5 on it slows down, ≥ 1 to the minimum
 * @param detail for people: {@code 3 sessions wait for rows that the sink holds}
 */
public record PaceReason(String name, double utilization, String detail) {
  public PaceReason {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(detail, "detail");
    if (!(utilization >= 0)) {
      throw new IllegalArgumentException(
          name + ": a utilization is at least 0 but was " + utilization);
    }
  }
}
