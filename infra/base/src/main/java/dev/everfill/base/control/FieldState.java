package dev.everfill.base.control;

import java.util.Locale;

/** The states of a field; there is no other. */
public enum FieldState {
  PENDING,
  CAPTURING,
  BACKFILLING,
  LIVE,
  PAUSED,
  INTERRUPTED,
  FAILED;

  /** The word in the control schema, the API and the metrics: {@code backfilling}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FieldState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
