package dev.everfill.launcher.command;

import dev.everfill.launcher.pipeline.Host;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A verb that asks something of a pipeline which another process may be running. */
abstract class ControlVerb extends Verb.Configured {
  @Spec private CommandSpec spec;

  @Option(
      names = "--as",
      paramLabel = "WHO",
      description = "Who asks, for the event log; user@host if left out.")
  private String actor;

  /** What was done, in words and as the facts behind them. */
  record Answer(String words, Map<String, Object> facts) {
    static Answer of(String words, Object... facts) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < facts.length; i += 2) {
        map.put((String) facts[i], facts[i + 1]);
      }
      return new Answer(words, map);
    }
  }

  /** Asks, in one transaction. */
  abstract Answer ask(ControlRoom room, Connection connection);

  /** What is wrong with the options beyond what their types say. */
  void check() {}

  @Override
  final int execute() throws InterruptedException {
    check();
    try (ControlRoom room = ControlRoom.of(config(), "everfill-" + spec.name())) {
      Answer answer = room.ask(spec.name(), connection -> ask(room, connection));
      terminal().say(answer.words());
      if (output().json()) {
        output().print(terminal(), answer.facts());
      }
      return after(room);
    }
  }

  /**
   * What is to be waited for once it was asked.
   *
   * @return the exit code
   */
  int after(ControlRoom room) throws InterruptedException {
    return ExitCode.DONE;
  }

  final String actor() {
    return actor == null || actor.isBlank()
        ? System.getProperty("user.name", "?") + "@" + Host.name(environment())
        : actor.strip();
  }

  final CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
