package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * What a capture needs in the source database beyond the tables: a publication and a replication
 * slot, both named after the pipeline. Stateless; the connections are the caller's.
 */
public final class CaptureResources {
  private final String name;

  /**
   * @param pipeline the pipeline's name; characters that a slot may not carry become underscores
   */
  public CaptureResources(String pipeline) {
    String legal = pipeline.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    this.name = legal.length() <= 63 ? legal : legal.substring(0, 63);
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
    return "CREATE PUBLICATION " + quoted(name) + " FOR TABLE " + list(tables);
  }

  /** What the owner runs to add tables to the publication, as SQL. */
  public String addTablesSql(Collection<TableName> tables) {
    return "ALTER PUBLICATION " + quoted(name) + " ADD TABLE " + list(tables);
  }

  /** The grants that the capture's role needs, one statement each. */
  public List<String> grantsSql(String role, Collection<TableName> tables) {
    List<String> statements = new ArrayList<>();
    statements.add("ALTER ROLE " + quoted(role) + " LOGIN REPLICATION");
    statements.add("ALTER ROLE " + quoted(role) + " SET synchronous_commit = local");
    tables.stream()
        .map(TableName::schema)
        .distinct()
        .sorted()
        .forEach(s -> statements.add("GRANT USAGE ON SCHEMA " + quoted(s) + " TO " + quoted(role)));
    statements.add("GRANT SELECT ON " + list(tables) + " TO " + quoted(role));
    return statements;
  }

  /** Creates the publication and the slot where they are missing; waits for open transactions. */
  public void create(Connection connection, Collection<TableName> tables) throws SQLException {}

  /** Drops the slot and the publication; those that are missing are left out. */
  public void drop(Connection connection) throws SQLException {}

  private static String list(Collection<TableName> tables) {
    return tables.stream()
        .sorted()
        .map(t -> quoted(t.schema(), t.table()))
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private static String quoted(String... parts) {
    return SQL.render(DSL.quotedName(parts));
  }

  private static final DSLContext SQL = DSL.using(SQLDialect.POSTGRES);
}
