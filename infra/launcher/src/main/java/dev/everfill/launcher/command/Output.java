package dev.everfill.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.everfill.launcher.progress.Terminal;
import dev.everfill.launcher.run.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command prints: for people, or as JSON. */
public final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(names = "--json", description = "Print the result as JSON on stdout.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more on stderr; twice for everything.")
  private boolean[] verbose = {};

  boolean json() {
    return json;
  }

  int verbosity() {
    return verbose.length;
  }

  void print(Terminal terminal, Object value) {
    try {
      terminal.out().println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps, lists and texts are JSON", impossible);
    }
  }

  /** What was found at the end of a run. */
  void print(Terminal terminal, List<Verdict> verdicts) {
    if (json) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("verified", verdicts.stream().allMatch(v -> v.result().same()));
      found.put("fields", verdicts.stream().map(Verdict::json).toList());
      print(terminal, found);
    } else {
      verdicts.forEach(verdict -> verdict.lines().forEach(terminal.out()::println));
    }
  }
}
