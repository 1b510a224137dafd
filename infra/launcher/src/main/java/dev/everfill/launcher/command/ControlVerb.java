package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.launcher.client.OpsClient;
import dev.everfill.launcher.client.OpsRequest;
import dev.everfill.launcher.pipeline.Host;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A verb that asks something of a pipeline which another process may be running: of that process
 * over HTTP where it answers, else in the control schema, where it finds it.
 */
abstract class ControlVerb extends Verb.Configured {
  private static final Logger LOG = LoggerFactory.getLogger(ControlVerb.class);

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

  /** The same, asked of the process that runs the pipeline, and the answer if that is done. */
  record Call(OpsRequest request, Answer answer) {}

  /** Empty if only the control schema can be asked. */
  Optional<Call> overHttp() {
    return Optional.empty();
  }

  /** What is wrong with the options beyond what their types say. */
  void check() {}

  @Override
  final int execute() throws InterruptedException {
    check();
    PipelineConfig config = config();
    Optional<Answer> asked = askOverHttp(config);
    if (asked.isPresent()) {
      tell(asked.get());
      return ExitCode.DONE;
    }
    try (ControlRoom room = ControlRoom.of(config, "everfill-" + spec.name())) {
      tell(room.ask(spec.name(), connection -> ask(room, connection)));
      return after(room);
    }
  }

  private void tell(Answer answer) {
    terminal().say(answer.words());
    if (output().json()) {
      output().print(terminal(), answer.facts());
    }
  }

  /** Empty if it was not done; why is for those who want to know. */
  private Optional<Answer> askOverHttp(PipelineConfig config) throws InterruptedException {
    Optional<Call> call = overHttp();
    if (call.isEmpty()) {
      return Optional.empty();
    }
    OpsClient.Reply reply = new OpsClient(config).send(call.get().request(), actor());
    LOG.info("{}{}", reply.how(), reply.done() ? "" : "; so the control schema is asked");
    return reply.done() ? Optional.of(call.get().answer()) : Optional.empty();
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
