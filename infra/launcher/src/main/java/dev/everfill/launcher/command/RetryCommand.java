package dev.everfill.launcher.command;

import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.launcher.client.OpsRequest;
import java.sql.Connection;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code everfill retry}. */
@Command(
    name = "retry",
    description = {
      "Try quarantined rows again, with the values that were refused.",
      "",
      "Of a field, or one by its number. A row that is refused again goes back."
    })
final class RetryCommand extends ControlVerb {
  @Parameters(arity = "0..1", paramLabel = "FIELD", description = "All quarantined rows of it.")
  private String field;

  @Option(names = "--id", paramLabel = "N", description = "One row, by its id in quarantine.")
  private Long id;

  @Override
  void check() {
    if ((field == null) == (id == null)) {
      throw usage("Name a field, or one row with --id.");
    }
  }

  @Override
  Answer ask(ControlRoom room, Connection connection) {
    Controls controls = new Controls(room.schema());
    if (id != null) {
      return one(controls, connection);
    }
    if (FieldStatus.all(connection, room.schema()).stream()
        .noneMatch(status -> status.field().name().equals(field))) {
      throw room.unknown(connection, field);
    }
    int rows = controls.retry(connection, field, actor());
    return Answer.of(
        rows == 0
            ? field + " has no rows in quarantine that could be tried"
            : field + ": " + rows + " quarantined rows are tried again",
        "name",
        field,
        "rows",
        rows,
        "by",
        actor());
  }

  private Answer one(Controls controls, Connection connection) {
    if (!controls.retry(connection, id, actor())) {
      throw ControlRoom.problem(
          "--id " + id,
          "there is no such row in quarantine, or it has no values to try",
          "the table quarantine in the control schema lists them");
    }
    return retried();
  }

  @Override
  Optional<Call> overHttp() {
    return Optional.ofNullable(id).map(one -> new Call(OpsRequest.retry(one), retried()));
  }

  private Answer retried() {
    return Answer.of("row " + id + " is tried again", "id", id, "rows", 1, "by", actor());
  }
}
