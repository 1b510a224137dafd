package dev.everfill.producer;

import dev.everfill.base.definition.Column;
import dev.everfill.base.error.Problem;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether one table can be captured. */
final class TablePreconditions {
  private static final String TABLE =
      "SELECT (c.relkind = 'p' OR c.relkind = 'r' AND NOT c.relhassubclass)"
          + " AND NOT c.relispartition, c.relpersistence = 'p', c.relreplident,"
          + " EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid"
          + " AND i.indisreplident AND i.indisprimary),"
          + " pg_catalog.row_security_active(c.oid),"
          + " pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE'),"
          + " pg_catalog.pg_has_role(c.relowner, 'USAGE')"
          + " FROM pg_catalog.pg_class c WHERE c.oid = ?::pg_catalog.oid";
  private static final String READABLE =
      "SELECT pg_catalog.has_column_privilege(?::pg_catalog.oid, ?, 'SELECT')";

  private final Connection connection;
  private final CapturedTable table;
  private final String role;
  private final String quoted;
  private final List<Problem> problems = new ArrayList<>();
  private boolean owner;

  TablePreconditions(Connection connection, CapturedTable table, String role) {
    this.connection = connection;
    this.table = table;
    this.role = Sql.quoted(role);
    this.quoted = Sql.quoted(table.table().name().schema(), table.table().name().table());
  }

  List<Problem> check() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setLong(1, table.table().oid());
      try (ResultSet result = statement.executeQuery()) {
        if (result.next()) {
          kind(result.getBoolean(1), result.getBoolean(2));
          identity(result.getString(3), result.getBoolean(4));
          rights(result.getBoolean(5), result.getBoolean(6));
          owner = result.getBoolean(7);
        } else {
          problem("the table is gone", "adapt the field's SELECT");
        }
      }
    }
    return problems;
  }

  /** Whether the role may do what the table's owner may; after {@link #check}. */
  boolean isOwner() {
    return owner;
  }

  private void kind(boolean plain, boolean permanent) {
    if (!plain) {
      problem(
          "only whole tables can be captured: no partitions, no inherited ones, no views",
          "name an ordinary or a partitioned table in the field's SELECT");
    } else if (!permanent) {
      problem(
          "changes of an unlogged or temporary table cannot be captured",
          "ALTER TABLE " + quoted + " SET LOGGED;");
    }
  }

  private void identity(String identity, boolean primary) {
    boolean keyIsSent = identity.equals("d") || identity.equals("f") || primary;
    if (!keyIsSent) {
      problem(
          "its replica identity does not hold the primary key, so deletes cannot be captured"
              + (identity.equals("n") ? ", and once published its UPDATEs would fail" : ""),
          "ALTER TABLE " + quoted + " REPLICA IDENTITY DEFAULT;");
    }
  }

  private void rights(boolean rowSecurity, boolean schema) throws SQLException {
    if (rowSecurity) {
      problem(
          "row security hides rows of it from role " + role, "ALTER ROLE " + role + " BYPASSRLS;");
    }
    if (!schema) {
      String name = Sql.quoted(table.table().name().schema());
      problem(
          "role " + role + " may not use its schema",
          "GRANT USAGE ON SCHEMA " + name + " TO " + role + ";");
    }
    if (!isReadable()) {
      problem(
          "role " + role + " may not read it", "GRANT SELECT ON " + quoted + " TO " + role + ";");
    }
  }

  private boolean isReadable() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READABLE)) {
      for (Column column : table.columns()) {
        statement.setLong(1, table.table().oid());
        statement.setString(2, column.name());
        try (ResultSet result = statement.executeQuery()) {
          if (!result.next() || !result.getBoolean(1)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void problem(String message, String remedy) {
    problems.add(new Problem(table.table().name().toString(), message, remedy));
  }
}
