package dev.everfill.launcher.command;

import dev.everfill.base.control.Controls;
import dev.everfill.launcher.client.OpsRequest;
import java.sql.Connection;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code everfill resume}. */
@Command(name = "resume", description = "Let a paused field go on; harmless if it is not paused.")
final class ResumeCommand extends ControlVerb {
  @Parameters(paramLabel = "FIELD", description = "As status shows it: table.column.")
  private String field;

  @Override
  Answer ask(ControlRoom room, Connection connection) {
    if (!new Controls(room.schema()).resume(connection, field, actor())) {
      throw room.unknown(connection, field);
    }
    return resumed();
  }

  @Override
  Optional<Call> overHttp() {
    return Optional.of(
        new Call(
            OpsRequest.of(field, "resume", one -> !one.path("paused").asBoolean(true)), resumed()));
  }

  private Answer resumed() {
    return Answer.of(field + " goes on", "name", field, "paused", false, "by", actor());
  }
}
