package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldRow;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.PlanJson;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.launcher.pipeline.Host;
import dev.everfill.launcher.pipeline.Preflight;
import dev.everfill.launcher.pipeline.Sessions;
import dev.everfill.launcher.run.Verdict;
import dev.everfill.launcher.verify.Verifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code everfill verify}. */
@Command(
    name = "verify",
    description = {
      "Compare target columns with their SELECTs, evaluated by PostgreSQL (3 if rows differ).",
      "",
      "Works beside the running pipeline and the application: ranges of the primary key of about a"
          + " second each, with pauses. A row counts as different only if it stays so after"
          + " everything that was committed before has been written."
    })
final class VerifyCommand extends Verb.Configured {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FIELD",
      description = "As status shows it: table.column; every field if left out.")
  private List<String> names = List.of();

  @Option(
      names = "--repair",
      description =
          "Have the running pipeline write the rows that differ once more (0 if all are"
              + " right then).")
  private boolean repair;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Compare only N rows, drawn by chance from pages drawn by chance.")
  private Integer sample;

  @Option(
      names = "--as",
      paramLabel = "WHO",
      description = "Who asks, for the event log; user@host if left out.")
  private String actor;

  @Override
  int execute() throws InterruptedException {
    if (sample != null && sample < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--sample must be at least 1 but was " + sample);
    }
    Sessions sessions = new Sessions(config());
    List<Verdict> verdicts = new ArrayList<>();
    try (ControlRoom room = ControlRoom.of(sessions.config(), "everfill-verify")) {
      Verifier verifier = room.verifier(sessions::open);
      for (FieldDefinition field : fields(room, sessions)) {
        terminal().say("comparing " + field.name());
        verdicts.add(new Verdict(field, verifier.verify(field, request(), () -> false), -1));
      }
    }
    output().print(terminal(), verdicts);
    return ExitCode.of(verdicts);
  }

  private Verifier.Request request() {
    String who =
        actor == null || actor.isBlank()
            ? System.getProperty("user.name", "?") + "@" + Host.name(environment())
            : actor.strip();
    OptionalInt rows = sample == null ? OptionalInt.empty() : OptionalInt.of(sample);
    return new Verifier.Request(repair, rows, who);
  }

  private List<FieldDefinition> fields(ControlRoom room, Sessions sessions) {
    List<FieldDefinition> stated = stated(sessions);
    return room.ask(
        "reading the fields",
        connection -> {
          List<FieldRow> rows = new FieldStore(room.schema()).all(connection);
          List<FieldDefinition> asked = new ArrayList<>();
          for (FieldDefinition field : stated) {
            if (names.isEmpty() || names.contains(field.name())) {
              asked.add(running(field, rows));
            }
          }
          for (String name : names) {
            if (asked.stream().noneMatch(field -> field.name().equals(name))) {
              throw room.unknown(connection, name);
            }
          }
          return asked;
        });
  }

  private static List<FieldDefinition> stated(Sessions sessions) {
    try (Connection connection = sessions.open(Duration.ofMinutes(1))) {
      return Preflight.definitions(sessions.config(), connection).fields();
    } catch (SQLException failed) {
      throw SqlStates.failure("reading the definitions", failed);
    }
  }

  /** In the generation that runs. */
  private FieldDefinition running(FieldDefinition field, List<FieldRow> rows) {
    for (FieldRow row : rows) {
      if (row.field().name().equals(field.name())) {
        if (!row.fingerprint().equals(new PlanJson().fingerprint(field))) {
          terminal()
              .say(field.name() + " is filled by another definition than the configuration's");
        }
        return field.withGeneration(row.field().generation());
      }
    }
    return field;
  }
}
