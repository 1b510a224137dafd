package dev.everfill.embedded.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fresh database of one test, and the plain questions a test asks it. Immutable and safe for use
 * by several threads; each call has a connection of its own.
 *
 * @param url the JDBC address
 * @param name of the database, unique within the server
 * @param user a superuser
 * @param password the user's; accepted also where none is asked for
 */
public record TestDatabase(String url, String name, String user, String password) {

  /** A new connection in auto-commit; the caller closes it. */
  public Connection connect() {
    return connectAs(user, password);
  }

  /** A new connection of another user; the caller closes it. */
  public Connection connectAs(String otherUser, String otherPassword) {
    try {
      return DriverManager.getConnection(url, otherUser, otherPassword);
    } catch (SQLException e) {
      throw new AssertionError("Cannot connect to " + url + " as " + otherUser, e);
    }
  }

  /** Runs each text, which may hold several statements, in order and in auto-commit. */
  public void execute(String... sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String text : sql) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new AssertionError("Failed: " + Arrays.toString(sql) + ": " + e.getMessage(), e);
    }
  }

  /** Every row of the answer; every value as PostgreSQL's text, null where NULL. */
  public List<List<String>> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError("Failed: " + sql + ": " + e.getMessage(), e);
    }
  }

  /** The first column of every row, as text. */
  public List<String> queryColumn(String sql) {
    return query(sql).stream().map(row -> row.get(0)).toList();
  }

  /** The only value of the only row, as text; null where NULL. */
  public String queryText(String sql) {
    List<List<String>> rows = query(sql);
    if (rows.size() != 1) {
      throw new AssertionError("One row expected but " + rows.size() + " came: " + sql);
    }
    return rows.get(0).get(0);
  }

  /** The only value of the only row, as a number. */
  public long queryLong(String sql) {
    return Long.parseLong(queryText(sql));
  }
}
