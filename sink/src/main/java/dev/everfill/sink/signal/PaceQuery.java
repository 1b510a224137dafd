package dev.everfill.sink.signal;

import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jooq.exception.DataAccessException;

/**
 * A user's own query for one number from 0 to 1. Its text never becomes part of a command: it goes
 * as a parameter into a setting, from where the server takes it and opens a cursor for it, which
 * takes exactly one query. The transaction is read-only and its time is bounded; names are looked
 * up along the role's own search path, as everywhere in a configuration.
 */
public final class PaceQuery implements Signal {
  /** How long an answer may take. */
  public static final Duration PATIENCE = Signals.STATEMENT;

  private static final String ASK =
      """
      DO LANGUAGE plpgsql $everfill$
      DECLARE
        answer refcursor;
        line record;
        cells integer;
        kind text;
        cell text;
      BEGIN
        OPEN answer FOR EXECUTE pg_catalog.current_setting('everfill.pace_query');
        FETCH answer INTO line;
        IF NOT FOUND THEN
          RAISE 'it returned no row';
        END IF;
        SELECT pg_catalog.count(*), pg_catalog.min(pg_catalog.json_typeof(e.value)),
            pg_catalog.min(e.value #>> '{}')
          INTO cells, kind, cell
          FROM pg_catalog.json_each(pg_catalog.row_to_json(line)) AS e;
        IF cells <> 1 THEN
          RAISE 'it returned % columns instead of one', cells;
        END IF;
        IF kind <> 'number' THEN
          RAISE 'it returned % instead of a number', COALESCE(cell, 'NULL');
        END IF;
        MOVE answer;
        IF FOUND THEN
          RAISE 'it returned more than one row';
        END IF;
        PERFORM pg_catalog.set_config('everfill.pace_reading', cell, true);
      END
      $everfill$
      """;

  private final String query;

  /**
   * @param query one SELECT
   */
  public PaceQuery(String query) {
    this.query = Objects.requireNonNull(query, "query");
  }

  @Override
  public String name() {
    return "query";
  }

  @Override
  public Reading read(Connection connection) throws SQLException {
    double value = ask(connection);
    return Reading.used(Math.min(1, value), "pace.query says %.2f", value);
  }

  private double ask(Connection connection) throws SQLException {
    try (Statement path = connection.createStatement();
        PreparedStatement set =
            connection.prepareStatement(
                "SELECT pg_catalog.set_config('everfill.pace_query', ?, true)")) {
      path.execute("SET LOCAL search_path TO DEFAULT");
      set.setString(1, query);
      set.execute();
      path.execute(ASK);
      try (ResultSet row =
          path.executeQuery("SELECT pg_catalog.current_setting('everfill.pace_reading')")) {
        row.next();
        return Double.parseDouble(row.getString(1));
      }
    }
  }

  /**
   * Tries a query once, before anything is started.
   *
   * @param connection in auto-commit mode; left as it was
   * @return what is wrong with it; empty if it is one SELECT of one number from 0 to 1
   */
  public static Optional<String> problem(Connection connection, String query) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ ONLY");
      statement.execute("SET LOCAL statement_timeout = " + PATIENCE.toMillis());
      double value = new PaceQuery(query).ask(connection);
      return value >= 0 && value <= 1
          ? Optional.empty()
          : Optional.of("it returned " + value + ", which is not from 0 to 1");
    } catch (SQLException | DataAccessException failed) {
      if (SqlStates.unreachable(SqlStates.of(failed))) {
        throw failed;
      }
      return Optional.of(SqlStates.message(failed).lines().findFirst().orElse("it failed"));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
