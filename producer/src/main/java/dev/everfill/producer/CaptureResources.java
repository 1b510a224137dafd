package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.status.SlotView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a capture needs in the source database beyond the tables: a publication and a replication
 * slot, both named after the pipeline. Stateless; the connections are the caller's, in auto-commit
 * mode.
 */
public final class CaptureResources {
  private static final int NAME_LENGTH = 63;
  private static final long RELEASE_MILLIS = 100;
  private static final int RELEASE_TRIES = 100;

  private final String name;

  /**
   * @param pipeline the pipeline's name; characters that a slot may not carry become underscores
   */
  public CaptureResources(String pipeline) {
    String legal = pipeline.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    this.name = legal.length() <= NAME_LENGTH ? legal : legal.substring(0, NAME_LENGTH);
  }

  /** The name of the slot. */
  public String slot() {
    return name;
  }

  /** The name of the publication. */
  public String publication() {
    return name;
  }

  /** What the owner of the tables runs to make the publication, as SQL. */
  public String createPublicationSql(Collection<TableName> tables) {
    return "CREATE PUBLICATION "
        + Sql.quoted(name)
        + " FOR TABLE "
        + list(tables)
        + " WITH (publish_via_partition_root = true)";
  }

  /** What the owner runs to add tables to the publication, as SQL. */
  public String addTablesSql(Collection<TableName> tables) {
    return "ALTER PUBLICATION " + Sql.quoted(name) + " ADD TABLE " + list(tables);
  }

  /** What the owner runs so that partitions are published as the table that they belong to. */
  public String viaRootSql() {
    return "ALTER PUBLICATION " + Sql.quoted(name) + " SET (publish_via_partition_root = true)";
  }

  /** The grants that the capture's role needs, one statement each. */
  public List<String> grantsSql(String role, Collection<TableName> tables) {
    List<String> statements = new ArrayList<>();
    statements.add("ALTER ROLE " + Sql.quoted(role) + " LOGIN REPLICATION");
    statements.add("ALTER ROLE " + Sql.quoted(role) + " SET synchronous_commit = local");
    tables.stream()
        .map(TableName::schema)
        .distinct()
        .sorted()
        .forEach(
            schema ->
                statements.add(
                    "GRANT USAGE ON SCHEMA " + Sql.quoted(schema) + " TO " + Sql.quoted(role)));
    statements.add("GRANT SELECT ON " + list(tables) + " TO " + Sql.quoted(role));
    return statements;
  }

  /**
   * Creates the publication and the slot where they are missing, and adds missing tables to the
   * publication. Waits for the transactions that are open: what they change is not in the stream,
   * and must be visible before the first row is read.
   *
   * @throws SQLException also where the role may not do it; {@link CapturePreconditions} says so
   *     beforehand
   */
  public void create(Connection connection, Collection<TableName> tables) throws SQLException {
    boolean slotExists = slotExists(connection);
    boolean changed = publish(connection, tables);
    if (!slotExists) {
      execute(
          connection, "SELECT pg_catalog.pg_create_logical_replication_slot(?, 'pgoutput')", name);
    } else if (changed) {
      awaitOpenTransactions(connection);
    }
  }

  private boolean publish(Connection connection, Collection<TableName> tables) throws SQLException {
    if (!publicationExists(connection)) {
      execute(connection, createPublicationSql(tables));
      return true;
    }
    boolean viaRoot = publishesRoots(connection, tables);
    if (!viaRoot) {
      execute(connection, viaRootSql());
    }
    Set<TableName> missing = missingTables(connection, tables);
    if (!missing.isEmpty()) {
      execute(connection, addTablesSql(missing));
    }
    return !viaRoot || !missing.isEmpty();
  }

  private static void awaitOpenTransactions(Connection connection) throws SQLException {
    String bound =
        text(
            connection,
            "SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text");
    String oldest = "SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text";
    while (Long.parseLong(text(connection, oldest)) < Long.parseLong(bound)) {
      pause();
    }
  }

  /** Whether the slot exists, whatever its state. */
  public boolean slotExists(Connection connection) throws SQLException {
    return exists(connection, "SELECT 1 FROM pg_catalog.pg_replication_slots WHERE slot_name = ?");
  }

  /** Whether the publication exists. */
  public boolean publicationExists(Connection connection) throws SQLException {
    return exists(connection, "SELECT 1 FROM pg_catalog.pg_publication WHERE pubname = ?");
  }

  /** Whether the publication names partitioned tables where their partitions are changed. */
  boolean publishesRoots(Connection connection, Collection<TableName> tables) throws SQLException {
    String sql =
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " JOIN pg_catalog.pg_publication p ON p.pubname = ? AND NOT p.pubviaroot"
            + " WHERE c.relkind = 'p'";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          if (tables.contains(new TableName(result.getString(1), result.getString(2)))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The tables that an existing publication does not cover. */
  public Set<TableName> missingTables(Connection connection, Collection<TableName> tables)
      throws SQLException {
    Set<TableName> missing = new TreeSet<>(tables);
    String sql =
        "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE pubname = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          missing.remove(new TableName(result.getString(1), result.getString(2)));
        }
      }
    }
    return missing;
  }

  /** The slot as the server sees it now; as any role. */
  public SlotView slot(Connection connection) throws SQLException {
    return SlotLook.of(connection, name).view();
  }

  /**
   * Drops the slot and the publication; those that are missing are left out. A session that still
   * uses the slot is ended: its pipeline is being destroyed.
   */
  public void drop(Connection connection) throws SQLException {
    dropSlot(connection);
    execute(connection, "DROP PUBLICATION IF EXISTS " + Sql.quoted(name));
  }

  /** Drops the slot if there is one. A session that still uses it is ended. */
  public void dropSlot(Connection connection) throws SQLException {
    for (int tries = 0; isActive(connection); tries++) {
      if (tries == RELEASE_TRIES) {
        throw new SQLException("the replication slot " + name + " stays in use");
      }
      execute(
          connection,
          "SELECT pg_catalog.pg_terminate_backend(active_pid)"
              + " FROM pg_catalog.pg_replication_slots"
              + " WHERE slot_name = ? AND active_pid IS NOT NULL",
          name);
      pause();
    }
    execute(
        connection,
        "SELECT pg_catalog.pg_drop_replication_slot(slot_name)"
            + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?",
        name);
  }

  private boolean isActive(Connection connection) throws SQLException {
    return exists(
        connection, "SELECT 1 FROM pg_catalog.pg_replication_slots WHERE slot_name = ? AND active");
  }

  private boolean exists(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(RELEASE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for PostgreSQL", stopped);
    }
  }

  private static String list(Collection<TableName> tables) {
    return tables.stream()
        .sorted()
        .map(table -> Sql.quoted(table.schema(), table.table()))
        .collect(Collectors.joining(", "));
  }
}
