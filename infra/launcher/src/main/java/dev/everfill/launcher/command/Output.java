package dev.everfill.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.ViewJson;
import dev.everfill.launcher.progress.Terminal;
import dev.everfill.launcher.run.Verdict;
import java.nio.charset.StandardCharsets;
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

  /**
   * A pipeline as it is now, as the API shows it.
   *
   * @param line in one line, as one of many
   */
  void print(Terminal terminal, Snapshot snapshot, boolean line) {
    String json = new String(ViewJson.bytes(snapshot), StandardCharsets.UTF_8);
    try {
      terminal.out().println(line ? json : JSON.readTree(json).toPrettyString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was written as JSON is JSON", impossible);
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
