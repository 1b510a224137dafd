package dev.everfill.base.control;

import dev.everfill.base.postgres.Sql;
import java.util.List;

/** What an administrator runs so that others may use the control schema. */
public final class GrantStatements {
  private GrantStatements() {}

  /**
   * What a role needs that only asks whether a column is ready, or watches the status.
   *
   * @param schema the control schema
   * @param role the reader's role
   */
  public static List<String> reader(String schema, String role) {
    String to = " TO " + Sql.quoted(role);
    return List.of(
        "GRANT USAGE ON SCHEMA " + Sql.quoted(schema) + to,
        "GRANT EXECUTE ON FUNCTION " + Sql.quoted(schema, "ready") + "(text)" + to,
        "GRANT SELECT ON " + Sql.quoted(schema, "status") + to);
  }

  /** The schema for a role that may not create one. */
  public static String owner(String schema, String role) {
    return "CREATE SCHEMA " + Sql.quoted(schema) + " AUTHORIZATION " + Sql.quoted(role);
  }
}
