package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.control.ThrottleStore;
import java.sql.Connection;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code everfill status}. */
@Command(
    name = "status",
    description = {
      "Show where each field stands, what slows it down, and who runs it.",
      "",
      "From the control schema: works while another process runs the pipeline, and after it has"
          + " stopped."
    })
final class StatusCommand extends Verb.Configured {
  @Override
  int execute() {
    StatusReport report;
    try (ControlRoom room = ControlRoom.of(config(), "everfill-status")) {
      report = room.ask("reading the status", connection -> read(connection, room.schema()));
    }
    if (output().json()) {
      output().print(terminal(), StatusJson.of(report));
    } else {
      StatusTable.lines(report).forEach(terminal().out()::println);
    }
    return ExitCode.DONE;
  }

  private static StatusReport read(Connection connection, String schema) {
    InstanceStore instances = new InstanceStore(schema);
    return new StatusReport(
        FieldStatus.all(connection, schema),
        instances.rates(connection, null),
        new ThrottleStore(schema).read(connection, InstanceStore.SILENCE),
        instances.read(connection),
        Instant.now());
  }
}
