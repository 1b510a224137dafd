package dev.everfill.sink.signal;

import java.util.Locale;

/** What a signal saw. */
public sealed interface Reading {
  /**
   * So much is used.
   *
   * @param utilization 0…1, more is possible
   * @param detail for people
   */
  record Used(double utilization, String detail) implements Reading {}

  /**
   * It cannot be seen here, and nothing is wrong with that.
   *
   * @param why with the way out
   */
  record Unavailable(String why) implements Reading {}

  /** Nothing is used. */
  Used NOTHING = new Used(0, "");

  /** With the detail formatted as {@link String#format}. */
  static Used used(double utilization, String format, Object... values) {
    return new Used(Math.max(0, utilization), String.format(Locale.ROOT, format, values));
  }
}
