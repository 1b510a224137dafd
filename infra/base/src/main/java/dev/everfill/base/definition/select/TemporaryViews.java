package dev.everfill.base.definition.select;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes temporary views of texts and asks what PostgreSQL understood. The text never becomes part
 * of a command that is sent: it goes as a parameter into a setting, from where the server takes it.
 * So no driver can see a second statement in it, and the server cannot either: a cursor is opened
 * for it first, which takes exactly one query, and a {@code COMMIT} is impossible there.
 */
final class TemporaryViews {
  private static final String CREATE =
      """
      DO LANGUAGE plpgsql $everfill$
      DECLARE
        one_query refcursor;
        query_text text := pg_catalog.current_setting('everfill.select');
      BEGIN
        OPEN one_query FOR EXECUTE query_text;
        CLOSE one_query;
        EXECUTE 'CREATE TEMPORARY VIEW '
          || pg_catalog.quote_ident(pg_catalog.current_setting('everfill.view')) || ' AS ' || query_text;
      END
      $everfill$
      """;

  private static final String READ =
      """
      SELECT r.ev_action::text, pg_catalog.pg_get_viewdef(r.ev_class)
      FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
      WHERE c.relname = ? AND c.relnamespace = pg_catalog.pg_my_temp_schema()
      """;

  private final Connection connection;

  TemporaryViews(Connection connection) {
    this.connection = connection;
  }

  /**
   * A view as PostgreSQL keeps it.
   *
   * @param tree the analysed query
   * @param definition the query as PostgreSQL prints it
   */
  record View(String tree, String definition) {}

  View create(String name, String select) throws SQLException {
    set("everfill.view", name);
    set("everfill.select", select);
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the temporary view " + name + " is not there", "42P01");
        }
        return new View(row.getString(1), row.getString(2));
      }
    }
  }

  private void set(String setting, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, true)")) {
      statement.setString(1, setting);
      statement.setString(2, value);
      statement.execute();
    }
  }
}
