package dev.everfill.launcher.command;

import dev.everfill.base.config.ConfigReader;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.launcher.progress.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What all commands share. */
abstract class Verb implements Callable<Integer> {
  @ParentCommand private Everfill parent;
  @Mixin private Output output;
  private Terminal terminal;

  /** Where this verb prints; messages may have been turned into logs. */
  final Terminal terminal() {
    return terminal == null ? parent.terminal() : terminal;
  }

  final Map<String, String> environment() {
    return parent.environment();
  }

  final Output output() {
    return output;
  }

  /** The work; whatever it throws becomes a message and an exit code. */
  abstract int execute() throws Exception;

  /** How it logs; only what runs for long lets people choose. */
  Optional<LogFormat> logFormat() {
    return Optional.empty();
  }

  @Override
  public final Integer call() throws Exception {
    Logs.verbosity(output.verbosity());
    if (logFormat().filter(format -> format.json(environment())).isPresent()) {
      terminal = JsonLogs.instead(parent.terminal());
    }
    return execute();
  }

  /** A verb that reads a configuration. */
  abstract static class Configured extends Verb {
    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        defaultValue = "everfill.yaml",
        description = "The configuration; ${DEFAULT-VALUE} if left out.")
    private Path config;

    final PipelineConfig config() {
      return ConfigReader.read(config, environment());
    }
  }
}
