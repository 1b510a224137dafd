package dev.everfill.launcher.demo;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Session;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.launcher.pipeline.Administration;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.impl.DSL;

/** Sets the examples' database up, each step once however often it is asked. Stateless. */
final class DemoDatabase {
  private DemoDatabase() {}

  interface Work {
    void on(Connection connection) throws SQLException;
  }

  private static void in(PostgresSettings database, Work work) {
    try (Connection connection =
        Session.open(database, "everfill-demo", Duration.ofSeconds(10), Duration.ofMinutes(30))) {
      work.on(connection);
    } catch (SQLException failed) {
      throw SqlStates.failure("setting up " + database.url(), failed);
    }
  }

  /** The roles, and a database that the application owns. */
  static void createOnce(PostgresSettings administrator, DemoFolder folder) {
    in(
        administrator,
        connection -> {
          for (String role : List.of(DemoFolder.APPLICATION, DemoFolder.PIPELINE)) {
            if (none(connection, "SELECT FROM pg_catalog.pg_roles WHERE rolname = {0}", role)) {
              Sql.on(connection)
                  .execute(
                      "CREATE ROLE {0} LOGIN PASSWORD {1}",
                      DSL.quotedName(role), DSL.inline(folder.password(role)));
            }
          }
          String database = DemoFolder.DATABASE;
          if (none(
              connection, "SELECT FROM pg_catalog.pg_database WHERE datname = {0}", database)) {
            Sql.on(connection)
                .execute(
                    "CREATE DATABASE {0} OWNER {1}",
                    DSL.quotedName(database), DSL.quotedName(DemoFolder.APPLICATION));
          }
        });
  }

  private static boolean none(Connection connection, String sql, String name) {
    return Sql.on(connection).fetch(sql, DSL.val(name)).isEmpty();
  }

  /** The examples whose rows are there already. */
  static Set<String> seeded(PostgresSettings application) {
    Set<String> names = new TreeSet<>();
    in(
        application,
        connection -> {
          Sql.on(connection).execute("CREATE SCHEMA IF NOT EXISTS demo");
          Sql.on(connection)
              .execute("CREATE TABLE IF NOT EXISTS demo.seeded (example text PRIMARY KEY)");
          names.addAll(
              Sql.on(connection)
                  .fetch("SELECT example FROM demo.seeded LIMIT 100")
                  .getValues(0, String.class));
        });
    return names;
  }

  /** An example's tables and rows, all or none. */
  static void seed(PostgresSettings application, Example example, Optional<BigDecimal> scale) {
    in(
        application,
        connection -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path TO public");
            Sql.on(connection)
                .fetch(
                    "SELECT pg_catalog.set_config('everfill.scale', {0}, true)",
                    DSL.val(scale.map(BigDecimal::toPlainString).orElse("")));
            statement.execute(example.schema());
            statement.execute(example.seed());
            Sql.on(connection)
                .execute("INSERT INTO demo.seeded VALUES ({0})", DSL.val(example.name()));
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("VACUUM (ANALYZE)");
          }
        });
  }

  /** What the pipeline's role needs: the statements that {@code everfill plan} shows. */
  static void grant(PostgresSettings administrator, PipelineConfig config) {
    in(administrator, connection -> Administration.run(connection, config));
  }
}
