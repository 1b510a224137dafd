package dev.everfill.base.definition;

import dev.everfill.base.definition.field.Conflicts;
import dev.everfill.base.definition.field.FieldAnalysis;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns SELECTs into typed plans with PostgreSQL as parser, type checker and judge. Nothing it does
 * outlives the call: everything happens in one transaction that is rolled back. Safe for all
 * threads, each with its own connection.
 */
public final class Analyser {
  /** Text forms are the same in every session here, so constants have to be read alike. */
  private static final String SETTINGS =
      """
      SELECT pg_catalog.set_config(name, value, true) FROM (VALUES
        ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'), ('IntervalStyle', 'postgres'),
        ('extra_float_digits', '1'), ('bytea_output', 'hex'),
        ('standard_conforming_strings', 'on'), ('lock_timeout', '%1$d'),
        ('statement_timeout', '%1$d')) AS s(name, value)
      """;

  private static final String WHO =
      "SELECT current_user, pg_catalog.current_database(),"
          + " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')";

  private final SupportedFunctions functions;
  private final Duration timeout;

  /**
   * For one evaluator.
   *
   * @param functions what the evaluator offers
   * @param timeout of each statement
   */
  public Analyser(SupportedFunctions functions, Duration timeout) {
    this.functions = Objects.requireNonNull(functions, "functions");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
  }

  /**
   * Analyses all fields of a pipeline, and collects every problem of every one.
   *
   * @param connection to the source, without an open transaction; its {@code search_path} resolves
   *     names; time is read and printed in UTC
   * @throws EverfillException if the server cannot be asked
   */
  public Analysis analyse(Connection connection, Collection<FieldInput> fields) {
    try {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        return analyseAll(connection, fields);
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      Reason reason = state.startsWith("08") ? Reason.SERVER_UNREACHABLE : Reason.INTERNAL;
      throw new EverfillException(
          reason, "the definitions could not be analysed: " + e.getMessage(), e);
    }
  }

  private Analysis analyseAll(Connection connection, Collection<FieldInput> fields)
      throws SQLException {
    List<Problem> problems = new ArrayList<>();
    String user = begin(connection, problems);
    if (!problems.isEmpty()) {
      return new Analysis(List.of(), problems);
    }
    Map<String, FieldDefinition> accepted = new LinkedHashMap<>();
    for (FieldInput field : fields) {
      Savepoint before = connection.setSavepoint();
      FieldAnalysis analysis = new FieldAnalysis(connection, functions, field, user);
      Optional<FieldDefinition> definition = analysis.run();
      definition.ifPresent(d -> accepted.put(field.place(), d));
      problems.addAll(analysis.problems());
      connection.rollback(before);
    }
    problems.addAll(Conflicts.of(accepted));
    return new Analysis(List.copyOf(accepted.values()), problems);
  }

  /** Prepares the transaction, and tells who is connected. */
  private String begin(Connection connection, List<Problem> problems) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ WRITE");
      statement.execute(SETTINGS.formatted(Math.max(1, timeout.toMillis())));
      try (ResultSet row = statement.executeQuery(WHO)) {
        row.next();
        if (!row.getBoolean(3)) {
          problems.add(
              new Problem(
                  "source",
                  row.getString(1) + " may not create temporary views, by which SELECTs are read",
                  "GRANT TEMPORARY ON DATABASE " + row.getString(2) + " TO " + row.getString(1)));
        }
        return row.getString(1);
      }
    }
  }
}
