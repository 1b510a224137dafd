package dev.everfill.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL running the declared SELECT, compared with the column both ways; shares no code with
 * the product.
 */
final class Oracle {
  private Oracle() {}

  /**
   * @param otherwise SQL literals, one per value column
   */
  record Field(
      String target, String key, List<String> values, String select, List<String> otherwise) {}

  /**
   * Up to 20 differing rows, each as text with the side that has it; empty when the field is right.
   */
  static List<String> differences(Connection connection, Field field) throws SQLException {
    StringBuilder expected = new StringBuilder("t.\"" + field.key() + "\"");
    StringBuilder actual = new StringBuilder("t.\"" + field.key() + "\"");
    for (int i = 0; i < field.values().size(); i++) {
      String column = field.values().get(i);
      expected
          .append(", CASE WHEN s.\"" + field.key() + "\" IS NULL THEN " + field.otherwise().get(i))
          .append(" ELSE s.\"" + column + "\" END AS \"" + column + "\"");
      actual.append(", t.\"" + column + "\"");
    }
    String target = "public.\"" + field.target() + "\" t";
    String expectedRows =
        "SELECT "
            + expected
            + " FROM "
            + target
            + " LEFT JOIN ("
            + field.select()
            + ") s ON s.\""
            + field.key()
            + "\" = t.\""
            + field.key()
            + "\"";
    String actualRows = "SELECT " + actual + " FROM " + target;
    String sql =
        "SELECT side || ' ' || r FROM (SELECT 'expected' AS side, CAST(ROW(e.*) AS text) AS r FROM (("
            + expectedRows
            + ") EXCEPT ("
            + actualRows
            + ")) e"
            + " UNION ALL SELECT 'actual', CAST(ROW(a.*) AS text) FROM (("
            + actualRows
            + ") EXCEPT ("
            + expectedRows
            + ")) a) d ORDER BY r LIMIT 20";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> differences = new ArrayList<>();
      while (rows.next()) {
        differences.add(rows.getString(1));
      }
      return differences;
    }
  }
}
