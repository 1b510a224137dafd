package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import dev.everfill.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** PostgreSQL as the judge of SQL expressions over rows of random values. */
final class Oracle implements AutoCloseable {
  private final Connection connection;

  Oracle() throws SQLException {
    connection = TestPostgres.v18().at("postgres").connect();
    execute(
        "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres';"
            + "SET extra_float_digits = 1");
  }

  /**
   * What PostgreSQL made of one row.
   *
   * @param arguments the arguments as PostgreSQL prints them
   * @param result the result as PostgreSQL prints it; null if NULL or failed
   * @param failure SQLSTATE and message; null if it did not fail
   */
  record Answer(List<String> arguments, String result, String failure) {}

  DataType type(String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT ?::regtype::oid::int")) {
      query.setString(1, name.equals("character") ? "bpchar" : name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new DataType(row.getInt(1), name, -1);
      }
    }
  }

  /** The result type of a function of pg_catalog, its name quoted. */
  String resultType(String quotedSignature) throws SQLException {
    String sql =
        "SELECT format_type(prorettype, NULL) FROM pg_catalog.pg_proc WHERE oid = ?::regprocedure";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, "pg_catalog." + quotedSignature);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /**
   * Evaluates an expression over {@code v0}, {@code v1}, … for each row. Text is compared by bytes.
   */
  List<Answer> ask(String expression, String resultType, List<String> types, List<String[]> rows)
      throws SQLException {
    define(expression, resultType, types);
    StringBuilder sql = new StringBuilder("SELECT p.* FROM unnest(?::text[]");
    StringBuilder names = new StringBuilder("a0");
    for (int i = 1; i < types.size(); i++) {
      sql.append(", ?::text[]");
      names.append(", a").append(i);
    }
    sql.append(") WITH ORDINALITY AS r(").append(names).append(", n), LATERAL pg_temp.probe(");
    sql.append(names).append(") p ORDER BY n");
    List<Answer> answers = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < types.size(); i++) {
        int column = i;
        Object[] values = rows.stream().map(row -> row[column]).toArray();
        query.setArray(i + 1, connection.createArrayOf("text", values));
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          List<String> arguments = new ArrayList<>();
          for (int i = 1; i <= types.size(); i++) {
            arguments.add(row.getString(i));
          }
          int n = types.size();
          answers.add(new Answer(arguments, row.getString(n + 1), row.getString(n + 2)));
        }
      }
    }
    return answers;
  }

  private void define(String expression, String resultType, List<String> types)
      throws SQLException {
    StringBuilder sql = new StringBuilder("DROP FUNCTION IF EXISTS pg_temp.probe;");
    sql.append("CREATE FUNCTION pg_temp.probe(");
    for (int i = 0; i < types.size(); i++) {
      sql.append("a").append(i).append(" text, ");
    }
    for (int i = 0; i < types.size(); i++) {
      sql.append("OUT c").append(i).append(" text, ");
    }
    sql.append("OUT result text, OUT failure text) LANGUAGE plpgsql AS $probe$ DECLARE ");
    for (int i = 0; i < types.size(); i++) {
      sql.append("v").append(i).append(" ").append(declared(types.get(i))).append(";");
    }
    sql.append("r ").append(declared(resultType)).append("; BEGIN ");
    for (int i = 0; i < types.size(); i++) {
      sql.append("v" + i + " := a" + i + ";");
      sql.append(
          "c" + i + " := CASE WHEN a" + i + " IS NOT NULL THEN format('%s', v" + i + ") END;");
    }
    sql.append("BEGIN r := ").append(expression).append(";");
    sql.append("result := CASE WHEN NOT r IS NULL THEN format('%s', r) END;");
    sql.append(
        "EXCEPTION WHEN OTHERS THEN failure := SQLSTATE || ' ' || SQLERRM; END; END $probe$");
    execute(sql.toString());
  }

  private static String declared(String type) {
    return switch (type) {
      case "text", "character varying" -> type + " COLLATE \"C\"";
      case "character" -> "bpchar";
      default -> type;
    };
  }

  List<List<String>> query(String sql, String... parameters) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      List<List<String>> rows = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String[] values = new String[row.getMetaData().getColumnCount()];
          for (int i = 0; i < values.length; i++) {
            values[i] = row.getString(i + 1);
          }
          rows.add(Arrays.asList(values));
        }
      }
      return rows;
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
