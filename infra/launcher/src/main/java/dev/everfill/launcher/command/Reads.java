package dev.everfill.launcher.command;

import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.impl.DSL;

/** The reads that a field serves, as PostgreSQL would run them now. Stateless. */
final class Reads {
  private static final Pattern INDEX =
      Pattern.compile(
          "(?i)^\\s*CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+(?:CONCURRENTLY\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + "(\"[^\"]+\"|[\\w$]+)\\s+ON\\b");

  private Reads() {}

  /** The read and its EXPLAIN, or why there is none. Nothing is executed. */
  static Map<String, Object> explain(Connection connection, String read) {
    Map<String, Object> explained = new LinkedHashMap<>();
    explained.put("read", read);
    String text = read.strip().replaceFirst(";$", "");
    if (text.contains(";")) {
      explained.put("explain", List.of("not explained: a read is one statement without ;"));
      return explained;
    }
    explained.put("explain", lines(connection, text));
    return explained;
  }

  private static List<String> lines(Connection connection, String text) {
    List<String> lines = new ArrayList<>();
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION READ ONLY");
        statement.setEscapeProcessing(false);
        try (ResultSet rows = statement.executeQuery("EXPLAIN " + text)) {
          while (rows.next()) {
            lines.add(rows.getString(1));
          }
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException refused) {
      return List.of("not explained: " + SqlStates.message(refused));
    }
    return lines;
  }

  /** Whether the index of a CREATE INDEX statement is there and valid. */
  static boolean indexExists(Connection connection, String statement) {
    Matcher matcher = INDEX.matcher(statement);
    if (!matcher.find()) {
      return false;
    }
    return Sql.on(connection)
        .fetchOne(
            "SELECT COALESCE((SELECT indisvalid FROM pg_catalog.pg_index"
                + " WHERE indexrelid = pg_catalog.to_regclass({0})), false)",
            DSL.val(matcher.group(1)))
        .get(0, Boolean.class);
  }
}
