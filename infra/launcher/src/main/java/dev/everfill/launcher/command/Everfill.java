package dev.everfill.launcher.command;

import dev.everfill.base.error.ProblemsException;
import dev.everfill.launcher.progress.Terminal;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code everfill} command. */
@Command(
    name = "everfill",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "State a denormalized column as a SELECT. Everfill fills it on a live PostgreSQL without ever"
          + " holding a writer, keeps it right from then on, and proves it.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  failed",
      "  2  usage or configuration",
      "  3  verification found differences",
      "  4  a server cannot be reached",
      "  5  changes may have been missed",
      "",
      "Start with @|bold everfill demo|@, then @|bold everfill plan -c everfill.yaml|@."
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      PaceCommand.class,
      RetryCommand.class,
      VerifyCommand.class,
      DoctorCommand.class,
      ResyncCommand.class,
      DestroyCommand.class,
      VersionCommand.class
    })
public final class Everfill implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Everfill.class);
  private final Terminal terminal;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show how to use it.")
  private boolean help;

  private Everfill(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  /**
   * Runs one command in this process.
   *
   * @param environment where {@code ${env:NAME}} is looked up
   * @return the exit code
   */
  public static int execute(Terminal terminal, Map<String, String> environment, String... args) {
    return commandLine(terminal, environment).execute(args);
  }

  /** All verbs with their options, ready to parse; nothing is carried out before it executes. */
  public static CommandLine commandLine(Terminal terminal, Map<String, String> environment) {
    CommandLine line = new CommandLine(new Everfill(terminal, environment));
    line.setOut(new java.io.PrintWriter(terminal.out(), true));
    line.setErr(new java.io.PrintWriter(terminal.err(), true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.color() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler((failure, at, parsed) -> failed(terminal, failure, at));
    return line;
  }

  private static int failed(Terminal own, Exception failure, CommandLine at) {
    boolean json = at.getCommand() instanceof Verb verb && verb.output().json();
    Terminal terminal = at.getCommand() instanceof Verb verb ? verb.terminal() : own;
    if (failure instanceof InterruptedException) {
      terminal.say("stopped");
      return ExitCode.FAILED;
    }
    if (failure instanceof ProblemsException problems) {
      if (json) {
        new Output().print(terminal, Map.of("problems", problems.problems()));
      }
      problems.problems().forEach(problem -> terminal.say(problem.toString()));
    } else {
      String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
      if (json) {
        new Output().print(terminal, Map.of("problems", List.of(Map.of("message", message))));
      }
      terminal.say("everfill: " + message);
      LOG.info("failed", failure);
    }
    return ExitCode.of(failure);
  }

  Terminal terminal() {
    return terminal;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Without a verb: how to use it. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
  }
}
