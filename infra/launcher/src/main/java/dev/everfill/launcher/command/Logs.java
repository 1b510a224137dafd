package dev.everfill.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged on stderr: warnings, what Everfill does, everything. */
final class Logs {
  private Logs() {}

  static void verbosity(int times) {
    if (times > 0 && LoggerFactory.getLogger("dev.everfill") instanceof Logger ours) {
      ours.setLevel(times == 1 ? Level.INFO : Level.DEBUG);
    }
    if (times > 1 && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.INFO);
    }
  }
}
