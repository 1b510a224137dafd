package dev.everfill.launcher.command;

import dev.everfill.base.control.Controls;
import dev.everfill.launcher.client.OpsRequest;
import java.sql.Connection;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code everfill pause}. */
@Command(
    name = "pause",
    description = {
      "Write nothing more for a field, until it is resumed.",
      "",
      "Holds within a second and across restarts. Changes are captured and computed meanwhile, so"
          + " that no log is kept back on the server."
    })
final class PauseCommand extends ControlVerb {
  @Parameters(paramLabel = "FIELD", description = "As status shows it: table.column.")
  private String field;

  @Override
  Answer ask(ControlRoom room, Connection connection) {
    if (!new Controls(room.schema()).pause(connection, field, actor())) {
      throw room.unknown(connection, field);
    }
    return paused();
  }

  @Override
  Optional<Call> overHttp() {
    return Optional.of(
        new Call(OpsRequest.of(field, "pause", one -> one.path("paused").asBoolean()), paused()));
  }

  private Answer paused() {
    return Answer.of(
        field + " is paused; everfill resume " + field + " lets it go on",
        "name",
        field,
        "paused",
        true,
        "by",
        actor());
  }
}
