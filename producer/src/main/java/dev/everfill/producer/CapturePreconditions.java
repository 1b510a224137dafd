package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.Problem;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the source database lets a capture work; each problem names the statement to run. */
public final class CapturePreconditions {
  private static final int OLDEST = 15;
  private static final String SERVER =
      "SELECT pg_catalog.current_setting('wal_level'),"
          + " pg_catalog.current_setting('max_replication_slots')::int"
          + " - (SELECT count(*) FROM pg_catalog.pg_replication_slots),"
          + " pg_catalog.current_setting('max_wal_senders')::int"
          + " - (SELECT count(*) FROM pg_catalog.pg_stat_replication),"
          + " r.rolreplication OR r.rolsuper, r.rolname, pg_catalog.current_database(),"
          + " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),"
          + " pg_catalog.current_setting('server_version')"
          + " FROM pg_catalog.pg_roles r WHERE r.rolname = current_user";
  private static final String UNFIT_PUBLICATION =
      "SELECT pg_catalog.pg_has_role(p.pubowner, 'USAGE'),"
          + " p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate,"
          + " EXISTS (SELECT FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid"
          + " AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL))"
          + " FROM pg_catalog.pg_publication p WHERE p.pubname = ?";

  private final Connection connection;
  private final PostgresSettings source;
  private final CaptureResources resources;
  private final List<TableName> tables;
  private final List<Problem> problems = new ArrayList<>();
  private String role;
  private String database;
  private boolean mayCreate;

  private CapturePreconditions(
      Connection connection, TopicNames names, PostgresSettings source, List<TableName> tables) {
    this.connection = connection;
    this.source = source;
    this.resources = new CaptureResources(names.pipeline());
    this.tables = tables;
  }

  /**
   * What the server and the role lack, whatever the tables are; changes nothing.
   *
   * @param connection as the capture's own role
   */
  public static List<Problem> server(
      Connection connection, TopicNames names, PostgresSettings source) throws SQLException {
    CapturePreconditions check = new CapturePreconditions(connection, names, source, List.of());
    check.server();
    return List.copyOf(check.problems);
  }

  /**
   * Everything that is wrong, all at once; changes nothing.
   *
   * @param connection as the capture's own role
   */
  public static List<Problem> check(Connection connection, CaptureSettings settings)
      throws SQLException {
    List<TableName> tables = settings.tables().stream().map(t -> t.table().name()).toList();
    CapturePreconditions check =
        new CapturePreconditions(connection, settings.names(), settings.source(), tables);
    check.server();
    boolean owner = true;
    for (CapturedTable table : settings.tables()) {
      TablePreconditions of = new TablePreconditions(connection, table, check.role);
      check.problems.addAll(of.check());
      owner &= of.isOwner();
    }
    check.publication(owner);
    return List.copyOf(check.problems);
  }

  private void server() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SERVER);
        ResultSet result = statement.executeQuery()) {
      result.next();
      role = result.getString(5);
      database = result.getString(6);
      mayCreate = result.getBoolean(7);
      version(result.getString(8));
      walLevel(result.getString(1));
      if (!resources.slotExists(connection)) {
        free("replication slot", "max_replication_slots", result.getInt(2));
      }
      free("WAL sender", "max_wal_senders", result.getInt(3));
      if (!result.getBoolean(4)) {
        problem(
            "role " + role + " may not use replication",
            "ALTER ROLE " + Sql.quoted(role) + " LOGIN REPLICATION;");
      }
    }
  }

  private void version(String version) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST) {
      problem(
          "PostgreSQL " + version + " is older than " + OLDEST,
          "upgrade it to PostgreSQL " + OLDEST + " or later");
    }
  }

  private void walLevel(String level) {
    if (!level.equals("logical")) {
      problem(
          "wal_level is " + level + ", so changes cannot be decoded",
          "ALTER SYSTEM SET wal_level = 'logical'; then restart PostgreSQL");
    }
  }

  private void free(String what, String setting, int free) {
    if (free < 1) {
      problem(
          "no " + what + " is free",
          "drop one that is not needed, or ALTER SYSTEM SET "
              + setting
              + " to a higher number; then restart PostgreSQL");
    }
  }

  private void publication(boolean ownsTables) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNFIT_PUBLICATION)) {
      statement.setString(1, resources.publication());
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          missingPublication(ownsTables);
        } else {
          existingPublication(
              result.getBoolean(1) && ownsTables, result.getBoolean(2), result.getBoolean(3));
        }
      }
    }
  }

  private void missingPublication(boolean ownsTables) {
    if (ownsTables && mayCreate) {
      return;
    }
    problem(
        "publication "
            + resources.publication()
            + " is missing and role "
            + role
            + " may not create it"
            + (ownsTables ? " in database " + database : ": it does not own the tables"),
        "as their owner: " + resources.createPublicationSql(tables) + ";");
  }

  private void existingPublication(boolean mayAlter, boolean allOperations, boolean partial)
      throws SQLException {
    boolean viaRoot = resources.publishesRoots(connection, tables);
    if (!viaRoot && !mayAlter) {
      problem(
          "publication " + resources.publication() + " names partitions, not their tables",
          "as its owner: " + resources.viaRootSql() + ";");
    }
    // Without it the tables cannot be seen in the publication; it comes first.
    Set<TableName> missing = viaRoot ? resources.missingTables(connection, tables) : Set.of();
    if (!missing.isEmpty() && !mayAlter) {
      problem(
          "publication " + resources.publication() + " does not cover " + missing,
          "as its owner: " + resources.addTablesSql(missing) + ";");
    }
    if (!allOperations) {
      problem(
          "publication " + resources.publication() + " leaves out kinds of changes",
          "ALTER PUBLICATION "
              + Sql.quoted(resources.publication())
              + " SET (publish = 'insert, update, delete, truncate');");
    }
    if (partial) {
      problem(
          "publication " + resources.publication() + " has a column list or a row filter",
          "DROP PUBLICATION "
              + Sql.quoted(resources.publication())
              + "; "
              + resources.createPublicationSql(tables)
              + ";");
    }
  }

  private void problem(String message, String remedy) {
    problems.add(new Problem("source (" + source.url() + ")", message, remedy));
  }
}
