package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.launcher.progress.Terminal;
import java.util.List;
import java.util.regex.Pattern;

/** The configured indexes, as they are to be built on a table that is in use. Pure. */
final class Indexes {
  private static final Pattern PLAIN =
      Pattern.compile("(?i)^\\s*CREATE\\s+(UNIQUE\\s+)?INDEX\\s+(?!CONCURRENTLY\\b)");

  private Indexes() {}

  /** Every index of a field, built CONCURRENTLY. */
  static List<String> statements(PipelineConfig.Field field) {
    return field.indexes().stream().map(Indexes::concurrently).toList();
  }

  static String concurrently(String statement) {
    return PLAIN
        .matcher(statement)
        .replaceFirst(
            found -> "CREATE " + (found.group(1) == null ? "" : "UNIQUE ") + "INDEX CONCURRENTLY ");
  }

  /** Once the columns are filled, it is the owner's turn: this version builds no index itself. */
  static void tell(Terminal terminal, PipelineConfig config) {
    List<String> all = config.fields().stream().flatMap(f -> statements(f).stream()).toList();
    if (!all.isEmpty()) {
      terminal.say("The columns are filled. As the owner of the tables, build the indexes:");
      all.forEach(statement -> terminal.say("  " + statement + ";"));
    }
  }
}
