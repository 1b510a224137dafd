package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * One process's connections to the source, on one budget. Those opened here read the user's own
 * SQL: names are found as the role finds them elsewhere. Safe for all threads.
 */
public final class Sessions {
  private final PipelineConfig config;
  private final ConnectionBudget budget;

  /**
   * @param config its pool bounds what the whole process may hold
   */
  public Sessions(PipelineConfig config) {
    this.config = config;
    this.budget = ConnectionBudget.of(Settings.pool(config));
  }

  /** Where they lead to. */
  public PipelineConfig config() {
    return config;
  }

  /** What every connection that is held for long has to be asked of. */
  ConnectionBudget budget() {
    return budget;
  }

  /**
   * Opens a connection that the caller closes.
   *
   * @param silence how long the server may stay silent during a statement
   * @throws ProblemsException if the role, its password or the database is wrong
   * @throws dev.everfill.base.error.EverfillException if the server cannot be reached
   */
  public Connection open(Duration silence) {
    PipelineConfig.Source source = config.source();
    try {
      String application = config.name() + " checks";
      Connection connection =
          budget.open(Settings.postgres(config), application, source.pool().connect(), silence);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET search_path TO DEFAULT");
      } catch (SQLException failed) {
        connection.close();
        throw failed;
      }
      return connection;
    } catch (SQLException failed) {
      throw refused(source, failed);
    }
  }

  private static RuntimeException refused(PipelineConfig.Source source, SQLException failed) {
    String state = SqlStates.of(failed);
    String message = SqlStates.message(failed);
    if (state.startsWith("28")) {
      return problem("source.user", message, "check source.user, source.password and pg_hba.conf");
    } else if (state.equals("3D000")) {
      return problem("source.url", message, "create the database, or name another in source.url");
    }
    return SqlStates.failure("connecting to " + source.url(), failed);
  }

  private static ProblemsException problem(String place, String message, String remedy) {
    return new ProblemsException(List.of(new Problem(place, message, remedy)));
  }
}
