package dev.everfill.launcher.command;

import dev.everfill.launcher.demo.Demo;
import dev.everfill.launcher.demo.DemoOptions;
import dev.everfill.launcher.demo.DemoVerification;
import dev.everfill.launcher.demo.Example;
import dev.everfill.launcher.pipeline.Shutdown;
import dev.everfill.launcher.run.Verdict;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code everfill demo}. */
@Command(
    name = "demo",
    description = {
      "Watch columns fill, stay right under traffic, and be proved right.",
      "",
      "Brings its own PostgreSQL and Kafka, seeds the examples, keeps application traffic running."
          + " Started again on the same folder it goes on from where it was."
    })
final class DemoCommand extends Verb {
  @Spec private CommandSpec spec;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      defaultValue = "all",
      description = "transmissions, skills or all; ${DEFAULT-VALUE} if left out.")
  private String example;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description = "1.0 is the size of the real case; smaller if left out.")
  private BigDecimal scale;

  @Option(
      names = "--exit-when-live",
      description =
          "Once every field is live stop the traffic, verify, and end (3 if one differs).")
  private boolean exitWhenLive;

  @Option(
      names = "--verify-only",
      description = "Start only the PostgreSQL of an earlier demo, and verify.")
  private boolean verifyOnly;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "For the dashboard; 8080 or any free one if left out.")
  private Integer port;

  @Option(
      names = "--postgres-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "For PostgreSQL; any free one if left out.")
  private int postgresPort;

  @Option(
      names = "--traffic",
      paramLabel = "N",
      defaultValue = "50",
      description = "Statements per second of each application; ${DEFAULT-VALUE} if left out.")
  private int traffic;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "everfill-data/demo",
      description = "Where everything is kept; ${DEFAULT-VALUE} if left out.")
  private Path dataDir;

  @Mixin private LogFormat logFormat;

  @Override
  Optional<LogFormat> logFormat() {
    return Optional.of(logFormat);
  }

  @Override
  int execute() throws InterruptedException {
    DemoOptions options =
        new DemoOptions(
            examples(),
            Optional.ofNullable(scale),
            exitWhenLive,
            Optional.ofNullable(port),
            postgresPort,
            dataDir.toAbsolutePath().normalize(),
            traffic);
    checkNumbers();
    if (verifyOnly) {
      return told(DemoVerification.of(options));
    }
    try (Shutdown shutdown = new Shutdown(RunCommand.STOP_WITHIN)) {
      Demo.Ending ending = new Demo(options, terminal(), shutdown).run();
      if (!exitWhenLive) {
        int code = ExitCode.worst(ending.failures());
        shutdown.ending(() -> code);
        return code;
      }
      return ending.verdicts().isEmpty() ? ExitCode.FAILED : told(ending.verdicts());
    }
  }

  private int told(List<Verdict> verdicts) {
    output().print(terminal(), verdicts);
    return ExitCode.of(verdicts);
  }

  private List<Example> examples() {
    if (example.equals("all")) {
      return Example.all();
    }
    return Example.of(example)
        .map(List::of)
        .orElseThrow(
            () -> usage("there is no example " + example + "; there are transmissions and skills"));
  }

  private void checkNumbers() {
    if (scale != null && (scale.signum() <= 0 || scale.compareTo(BigDecimal.TEN) > 0)) {
      throw usage("--scale must be above 0 and at most 10 but was " + scale);
    }
    if (traffic < 1 || traffic > 10_000) {
      throw usage("--traffic must be from 1 to 10000 but was " + traffic);
    }
    checkPort("--port", port == null ? 0 : port);
    checkPort("--postgres-port", postgresPort);
  }

  private void checkPort(String option, int stated) {
    if (stated < 0 || stated > 65_535) {
      throw usage(option + " must be from 0 to 65535 but was " + stated);
    }
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
