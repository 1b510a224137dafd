package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.launcher.feed.Operations;
import dev.everfill.launcher.pipeline.Pipeline;
import dev.everfill.launcher.pipeline.Preflight;
import dev.everfill.launcher.pipeline.Prepared;
import dev.everfill.launcher.pipeline.Role;
import dev.everfill.launcher.pipeline.Sessions;
import dev.everfill.launcher.pipeline.Shutdown;
import dev.everfill.launcher.run.Runner;
import dev.everfill.launcher.run.Verdict;
import dev.everfill.ops.OpsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code everfill run}. */
@Command(
    name = "run",
    description = {
      "Fill the configured fields and keep them right, until stopped.",
      "",
      "Checks everything first and reports every problem at once (exit 2); nothing is created before"
          + " all is well. Stopped by any signal and started again it goes on from where it was.",
      "",
      "It stays up when a field fails, and says why; once stopped it exits with what the failure"
          + " means. With --exit-when-live the first failure ends it."
    })
final class RunCommand extends Verb.Configured {
  static final Duration STOP_WITHIN = Duration.ofMillis(9_500);

  @Option(
      names = "--exit-when-live",
      description = "Stop once every field is live and equals its SELECT (3 if one does not).")
  private boolean exitWhenLive;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      split = ",",
      converter = RoleName.class,
      description =
          "Run only this part of the pipeline: capture, compute, write, or ops for the operations"
              + " server alone. May be repeated; all of them if left out. Processes that share the"
              + " roles need a kafka section in common.")
  private Set<Role> roles;

  @Mixin private LogFormat logFormat;

  @Override
  Optional<LogFormat> logFormat() {
    return Optional.of(logFormat);
  }

  @Override
  int execute() throws InterruptedException {
    PipelineConfig config = config();
    try (Shutdown shutdown = new Shutdown(STOP_WITHIN);
        Operations operations = Operations.start(OpsSettings.of(config))) {
      Sessions sessions = new Sessions(config);
      Prepared prepared = Preflight.check(sessions, roles());
      terminal().say("the dashboard: " + terminal().bold(operations.url()));
      try (Pipeline pipeline =
              Pipeline.start(
                  prepared, sessions, roles(), operations.instruments(), terminal()::say);
          Operations.Attached attached = operations.attach(pipeline)) {
        return run(pipeline, shutdown);
      }
    }
  }

  private Set<Role> roles() {
    return roles == null || roles.isEmpty() ? Role.ALL : roles;
  }

  private int run(Pipeline pipeline, Shutdown shutdown) throws InterruptedException {
    Runner runner = new Runner(pipeline, terminal(), shutdown);
    if (!exitWhenLive) {
      shutdown.ending(() -> ExitCode.worst(pipeline.reasons()));
      runner.untilStopped(Runner.Beside.NOTHING);
      return ExitCode.worst(pipeline.reasons());
    }
    if (!runner.untilLive()) {
      return ExitCode.FAILED;
    }
    List<Verdict> verdicts = runner.verify();
    output().print(terminal(), verdicts);
    Indexes.tell(terminal(), pipeline.prepared().config());
    return ExitCode.of(verdicts);
  }
}
