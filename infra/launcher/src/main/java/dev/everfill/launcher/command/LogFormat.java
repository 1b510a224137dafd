package dev.everfill.launcher.command;

import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command that runs for long logs on stderr: lines for people, or one JSON object a line. */
public final class LogFormat {
  static final String VARIABLE = "EVERFILL_LOG_FORMAT";

  /** The names are what people write. */
  enum Kind {
    text,
    json
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "text, or json: one object a line on stderr, messages included. "
              + VARIABLE
              + " says the same; text if left out.")
  private Kind kind;

  /**
   * What was asked for; the option beats the variable.
   *
   * @param environment of this process
   * @throws ProblemsException if the variable says something else
   */
  boolean json(Map<String, String> environment) {
    String stated = environment.getOrDefault(VARIABLE, "");
    if (kind != null || stated.isEmpty()) {
      return kind == Kind.json;
    }
    if (!stated.equals("json") && !stated.equals("text")) {
      throw new ProblemsException(
          List.of(
              new Problem(
                  VARIABLE,
                  "must be text or json but is \"" + stated + "\"",
                  "unset it to log lines for people")));
    }
    return stated.equals("json");
  }
}
