package dev.everfill.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server last said. */
final class ServerLog {
  private static final int LINES = 12;

  private ServerLog() {}

  /** The last lines of the log, or {@code instead} where there is none. */
  static String lastLines(Path log, String instead) {
    try {
      if (!Files.exists(log) || Files.size(log) == 0) {
        return instead;
      }
      // Paths and messages may be in any encoding; nothing here may fail for that.
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return instead + " (its log " + log + " cannot be read: " + e + ")";
    }
  }
}
