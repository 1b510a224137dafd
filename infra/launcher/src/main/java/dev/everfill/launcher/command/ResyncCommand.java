package dev.everfill.launcher.command;

import dev.everfill.base.control.Resync;
import dev.everfill.base.control.Resyncs;
import java.sql.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code everfill resync}. */
@Command(
    name = "resync",
    description = {
      "Read the tables again, after changes may have been missed.",
      "",
      "All fields of a pipeline share its slot and its change topics, so all of them are read again,"
          + " whichever is named. The columns stay readable; only rows that differ are written;"
          + " ready() is false until it is done. A running process does it within a second, or else"
          + " the next everfill run begins with it. Waits until it is done."
    })
final class ResyncCommand extends ControlVerb {
  @Parameters(paramLabel = "FIELD", description = "As status shows it: table.column.")
  private String field;

  @Option(names = "--no-wait", description = "Only ask; do not wait until it is done.")
  private boolean noWait;

  private Resync asked;

  @Override
  Answer ask(ControlRoom room, Connection connection) {
    asked =
        new Resyncs(room.schema())
            .request(connection, field, actor())
            .orElseThrow(() -> room.unknown(connection, field));
    return Answer.of(
        "all tables are to be read again, for " + field + " and every other field",
        "name",
        field,
        "resync",
        asked.id(),
        "requestedAt",
        asked.requestedAt().toString(),
        "by",
        asked.actor());
  }

  @Override
  int after(ControlRoom room) throws InterruptedException {
    return noWait ? ExitCode.DONE : new ResyncWait(room, terminal(), asked, field).untilDone();
  }
}
