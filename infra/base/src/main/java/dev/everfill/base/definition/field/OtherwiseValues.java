package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets PostgreSQL read the values for rows without a match, and keeps them in its text form. */
final class OtherwiseValues {
  private final Connection connection;
  private final Findings findings;

  OtherwiseValues(Connection connection, Findings findings) {
    this.connection = connection;
    this.findings = findings;
  }

  Map<String, String> check(Map<String, String> written, List<Column> values) throws SQLException {
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : written.entrySet()) {
      List<String> names = values.stream().map(Column::name).toList();
      Optional<Column> column =
          values.stream().filter(c -> c.name().equals(entry.getKey())).findFirst();
      if (column.isEmpty()) {
        findings.otherwise(
            entry.getKey(),
            entry.getKey() + " is none of the columns that the SELECT fills",
            NearNames.near(entry.getKey(), names)
                .map(near -> "did you mean " + near + "?")
                .orElse("it can name: " + String.join(", ", names)));
      } else if (entry.getValue() == null) {
        read.put(entry.getKey(), null);
      } else {
        value(column.get(), entry.getValue()).ifPresent(text -> read.put(entry.getKey(), text));
      }
    }
    return read;
  }

  private Optional<String> value(Column column, String text) throws SQLException {
    if (tooLong(column.type(), text)) {
      findings.otherwise(
          column.name(), "'" + text + "' is too long for " + column.type().name(), "shorten it");
      return Optional.empty();
    }
    // The type's name comes from PostgreSQL itself; format() prints as the type's output function.
    String sql =
        "SELECT pg_catalog.format('%s', CAST(CAST(? AS text) AS " + column.type().name() + "))";
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, text);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Optional.of(row.getString(1));
      }
    } catch (SQLException e) {
      if (!ServerMessage.concernsText(e)) {
        throw e;
      }
      connection.rollback(before);
      findings.otherwise(
          column.name(),
          "'" + text + "' is no value of type " + column.type().name(),
          "write the value as PostgreSQL would read it");
      return Optional.empty();
    }
  }

  /** An explicit cast would silently cut what is too long. */
  private static boolean tooLong(DataType type, String text) {
    boolean limited = type.kind() == DataType.Kind.VARCHAR || type.kind() == DataType.Kind.CHAR;
    int header = 4;
    return limited
        && type.typmod() > 0
        && text.codePointCount(0, text.length()) > type.typmod() - header;
  }
}
