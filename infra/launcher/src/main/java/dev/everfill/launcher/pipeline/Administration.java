package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.GrantStatements;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Sql;
import dev.everfill.producer.CaptureResources;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.impl.DSL;

/**
 * What an administrator runs, so that the pipeline's role needs no more than it uses. Stateless.
 */
public final class Administration {
  private Administration() {}

  /** The grants, which may be run again at any time. */
  public static List<String> grants(Prepared prepared) {
    String role = prepared.config().source().user();
    Set<String> statements =
        new LinkedHashSet<>(resources(prepared).grantsSql(role, prepared.captured().keySet()));
    for (FieldDefinition field : prepared.fields()) {
      statements.addAll(WriteGrants.statements(field, role));
    }
    statements.add(
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_replication_origin_session_setup(text),"
            + " pg_catalog.pg_replication_origin_session_reset(),"
            + " pg_catalog.pg_replication_origin_session_is_setup(),"
            + " pg_catalog.pg_replication_origin_oid(text) TO "
            + Sql.quoted(role));
    return List.copyOf(statements);
  }

  /** All grants, and what has to be created and is not there yet. */
  public static List<String> missing(Connection connection, Prepared prepared) {
    String name = prepared.config().name();
    List<String> statements = new ArrayList<>(grants(prepared));
    String publication = resources(prepared).publication();
    if (none(
        connection, "SELECT FROM pg_catalog.pg_publication WHERE pubname = {0}", publication)) {
      statements.add(resources(prepared).createPublicationSql(prepared.captured().keySet()));
    }
    if (none(connection, "SELECT FROM pg_catalog.pg_namespace WHERE nspname = {0}", name)) {
      statements.add(GrantStatements.owner(name, prepared.config().source().user()));
    }
    if (none(connection, "SELECT FROM pg_catalog.pg_replication_origin WHERE roname = {0}", name)) {
      statements.add("SELECT pg_catalog.pg_replication_origin_create('" + name + "')");
    }
    return List.copyOf(statements);
  }

  /**
   * Runs what {@link #missing} tells.
   *
   * @param connection of an administrator, in auto-commit mode; tables without a schema are looked
   *     for in public
   */
  public static void run(Connection connection, PipelineConfig config) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO public");
      for (String sql : missing(connection, Preflight.definitions(config, connection))) {
        statement.execute(sql);
      }
    }
  }

  private static boolean none(Connection connection, String sql, String name) {
    return Sql.on(connection).fetch(sql, DSL.val(name)).isEmpty();
  }

  private static CaptureResources resources(Prepared prepared) {
    return new CaptureResources(prepared.config().name());
  }
}
