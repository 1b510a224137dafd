package dev.everfill.launcher.demo;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.embedded.PostgresServer;
import dev.everfill.launcher.pipeline.Preflight;
import dev.everfill.launcher.pipeline.Sessions;
import dev.everfill.launcher.run.Verdict;
import dev.everfill.launcher.verify.Verifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares the columns of a demonstration that has ended with their SELECTs. Stateless. */
public final class DemoVerification {
  private DemoVerification() {}

  /**
   * Starts only the PostgreSQL of the folder; Kafka and the pipeline stay down.
   *
   * @throws ProblemsException if there was no demonstration in the folder
   */
  public static List<Verdict> of(DemoOptions options) throws InterruptedException {
    DemoFolder folder = new DemoFolder(options.dataDir());
    if (!folder.used()) {
      throw new ProblemsException(
          List.of(
              new Problem(
                  "--data-dir " + options.dataDir(),
                  "no demonstration was here",
                  "run everfill demo --exit-when-live first")));
    }
    try (PostgresServer server = folder.startPostgres(options.postgresPort())) {
      PipelineConfig config = folder.configure(server, options.examples());
      try (Connection connection = new Sessions(config).open(Duration.ofMinutes(31))) {
        List<Verdict> verdicts = new ArrayList<>();
        for (FieldDefinition field : Preflight.definitions(config, connection).fields()) {
          verdicts.add(new Verdict(field, Verifier.still(connection, field), -1));
        }
        return verdicts;
      } catch (SQLException failed) {
        throw SqlStates.failure("verifying", failed);
      }
    }
  }
}
