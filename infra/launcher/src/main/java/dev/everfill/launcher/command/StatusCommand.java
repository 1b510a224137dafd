package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code everfill status}. */
@Command(
    name = "status",
    description = {
      "Show where each field stands, from the control schema.",
      "",
      "Works while another process runs the pipeline, and after it has stopped."
    })
final class StatusCommand extends Verb.Configured {
  @Override
  int execute() throws SQLException {
    PipelineConfig config = config();
    List<FieldStatus> statuses = read(config);
    Instant now = Instant.now();
    if (output().json()) {
      output().print(terminal(), statuses.stream().map(s -> StatusTable.json(s, now)).toList());
    } else {
      StatusTable.lines(statuses, now).forEach(terminal().out()::println);
    }
    return ExitCode.DONE;
  }

  private static List<FieldStatus> read(PipelineConfig config) throws SQLException {
    PipelineConfig.Source source = config.source();
    PostgresSettings settings =
        new PostgresSettings(source.url(), source.user(), source.password());
    PoolSettings pool = new PoolSettings(1, Duration.ofSeconds(10), source.pool().connect());
    try (Database database = new Database(settings, pool, "everfill-status")) {
      if (!new ControlSchema(database, config.name()).exists()) {
        throw new ProblemsException(
            List.of(
                new Problem(
                    "schema " + config.name(),
                    "no pipeline of this name has run in this database",
                    "start it with everfill run, or check name and source.url")));
      }
      return database.inTransaction(
          "reading the status",
          (Connection connection) -> FieldStatus.all(connection, config.name()));
    }
  }
}
