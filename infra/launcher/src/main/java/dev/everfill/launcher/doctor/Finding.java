package dev.everfill.launcher.doctor;

import dev.everfill.base.error.Reason;

/**
 * What one look found.
 *
 * @param check what was looked at, in a word or two
 * @param level how it is
 * @param message what was seen
 * @param remedy what to do; null if there is nothing to do
 * @param reason of a failure; null otherwise
 */
public record Finding(String check, Level level, String message, String remedy, Reason reason) {

  /** How something is. */
  public enum Level {
    OK,
    WARN,
    FAIL;

    /** The word in lines and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Finding ok(String check, String message) {
    return new Finding(check, Level.OK, message, null, null);
  }

  static Finding warn(String check, String message, String remedy) {
    return new Finding(check, Level.WARN, message, remedy, null);
  }

  static Finding fail(String check, Reason reason, String message, String remedy) {
    return new Finding(check, Level.FAIL, message, remedy, reason);
  }

  /** One line, and one more for the remedy. */
  public String text() {
    String line =
        String.format(java.util.Locale.ROOT, "%-4s  %-22s %s", level.word(), check, message);
    return remedy == null ? line : line + "\n        → " + remedy;
  }
}
