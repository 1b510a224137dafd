package dev.everfill.launcher.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Compares a field's target with its SELECT inside PostgreSQL, EXCEPT both ways, in one read-only
 * REPEATABLE READ transaction. NULL equals NULL and values compare by the target column's type.
 * What leaves PostgreSQL is two counts and the first differences, however many there are. Stateless
 * and safe for all threads, each with its own connection.
 */
public final class Verification {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MINUTES = 30;
  private final int limit;

  /**
   * @param limit differences that are brought back, ≥ 0
   */
  public Verification(int limit) {
    this.limit = limit;
  }

  /**
   * Compares all rows of the target.
   *
   * @param connection without an open transaction; its {@code search_path} resolves the names in
   *     the SELECT; nothing is written
   * @throws dev.everfill.base.error.EverfillException if PostgreSQL fails
   */
  public Result all(Connection connection, FieldDefinition field) {
    return compare(connection, field, null);
  }

  /** As {@link #all}, but only the target rows with these keys. */
  public Result keys(Connection connection, FieldDefinition field, List<List<String>> keys) {
    return compare(connection, field, keys);
  }

  private Result compare(Connection connection, FieldDefinition field, List<List<String>> keys) {
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        setting(connection, "statement_timeout", TIMEOUT_MINUTES + "min");
        setting(connection, VerificationSql.OTHERWISE, json(field.otherwise()));
        if (keys != null) {
          setting(connection, VerificationSql.KEYS, json(keys));
        }
        statement.setEscapeProcessing(false);
        long begin = System.nanoTime();
        String sql = new VerificationSql(field).compare(keys != null, limit);
        try (ResultSet rows = statement.executeQuery(sql)) {
          return result(rows, field, begin);
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      throw SqlStates.failure("verifying " + field.name(), failed);
    }
  }

  private static void setting(Connection connection, String name, String value) {
    Sql.on(connection)
        .fetch("SELECT pg_catalog.set_config({0}, {1}, true)", DSL.val(name), DSL.val(value));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("lists and maps of text are JSON", impossible);
    }
  }

  private static Result result(ResultSet rows, FieldDefinition field, long begin)
      throws SQLException {
    long compared = 0;
    long mismatches = 0;
    List<Difference> differences = new ArrayList<>();
    while (rows.next()) {
      compared = rows.getLong(1);
      mismatches = rows.getLong(2);
      if (rows.getString(3) != null) {
        differences.add(difference(rows, field.key().size(), field.values().size()));
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Result(compared, mismatches, differences, took);
  }

  private static Difference difference(ResultSet row, int keys, int values) throws SQLException {
    return new Difference(
        texts(row, 3, keys),
        texts(row, 3 + keys, values),
        texts(row, 3 + keys + values, values),
        row.getString(3 + keys + 2 * values));
  }

  private static List<String> texts(ResultSet row, int from, int count) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(row.getString(from + i));
    }
    return texts;
  }
}
