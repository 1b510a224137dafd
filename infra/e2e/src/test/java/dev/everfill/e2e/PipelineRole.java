package dev.everfill.e2e;

import dev.everfill.base.config.ConfigReader;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.launcher.pipeline.Administration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A role that is neither superuser nor owner, with what {@code everfill plan} prints for it. */
final class PipelineRole {
  static final String NAME = "everfill_pipeline";

  private static final String DUPLICATE_OBJECT = "42710";

  private PipelineRole() {}

  /** Roles belong to the server, which may have it from another test. */
  static void create(TestDatabase database) throws SQLException {
    try (Connection administrator = database.connect();
        Statement statement = administrator.createStatement()) {
      statement.execute("CREATE ROLE " + NAME + " PASSWORD '" + database.password() + "'");
    } catch (SQLException failed) {
      if (!DUPLICATE_OBJECT.equals(failed.getSQLState())) {
        throw failed;
      }
    }
  }

  /** What an administrator runs for this configuration. */
  static void grant(TestDatabase database, Path config, Map<String, String> environment)
      throws SQLException {
    try (Connection administrator = database.connect()) {
      Administration.run(administrator, ConfigReader.read(config, environment));
    }
  }
}
