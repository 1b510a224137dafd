package dev.everfill.launcher.command;

import dev.everfill.launcher.feed.StatusReport;
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
      report =
          room.ask(
              "reading the status", connection -> StatusReport.read(connection, room.schema()));
    }
    if (output().json()) {
      output().print(terminal(), StatusJson.of(report));
    } else {
      StatusTable.lines(report).forEach(terminal().out()::println);
    }
    return ExitCode.DONE;
  }
}
