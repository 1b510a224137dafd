package dev.everfill.sink.postgres;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The prepared statement of one field on one connection. Belongs to the connection's thread. */
final class FieldStatement implements AutoCloseable {
  /** SQLSTATE triggered_data_change_violation. */
  private static final String TRIGGERED_CHANGE = "27000";

  private final FieldDefinition field;
  private final Connection connection;
  private final PreparedStatement statement;

  private FieldStatement(FieldDefinition field, Connection connection, String sql)
      throws SQLException {
    this.field = field;
    this.connection = connection;
    this.statement = connection.prepareStatement(sql);
  }

  static FieldStatement prepare(Connection connection, FieldDefinition field) throws SQLException {
    TargetColumns columns = TargetColumns.read(connection, field.target().name());
    String sql =
        UpdateSql.of(
            field.target().name(), columns.typed(field.key()), columns.typed(field.values()));
    return new FieldStatement(field, connection, sql);
  }

  /**
   * What becomes of each row, in the rows' order. Rows that are gone and rows that are known to be
   * refused are not asked for.
   */
  List<Settled> write(List<Pending> rows) throws SQLException {
    List<Pending> values = rows.stream().filter(Pending::isValue).toList();
    Outcome[] outcomes = values.isEmpty() ? new Outcome[0] : execute(values);
    List<Settled> settled = new ArrayList<>(rows.size());
    int at = 0;
    for (Pending row : rows) {
      settled.add(new Settled(row, row.isValue() ? outcomes[at++] : without(row)));
    }
    return settled;
  }

  private static Outcome without(Pending row) {
    return row.refusal() == null ? Outcome.GONE : Outcome.QUARANTINED;
  }

  private Outcome[] execute(List<Pending> rows) throws SQLException {
    List<Array> arrays = new ArrayList<>();
    try {
      for (int i = 0; i < field.key().size(); i++) {
        int part = i;
        arrays.add(array(rows, row -> row.key().values().get(part)));
      }
      for (Column column : field.values()) {
        arrays.add(array(rows, row -> row.columns().get(column.name())));
      }
      for (int i = 0; i < arrays.size(); i++) {
        statement.setArray(i + 1, arrays.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        return outcomes(rows.size(), result);
      }
    } finally {
      for (Array array : arrays) {
        array.free();
      }
    }
  }

  private Array array(List<Pending> rows, Function<Pending, String> part) throws SQLException {
    return connection.createArrayOf("text", rows.stream().map(part).toArray(String[]::new));
  }

  private Outcome[] outcomes(int count, ResultSet result) throws SQLException {
    Outcome[] outcomes = new Outcome[count];
    java.util.Arrays.fill(outcomes, Outcome.GONE);
    long locked = 0;
    int written = 0;
    while (result.next()) {
      int row = result.getInt(1) - 1;
      switch (result.getInt(2)) {
        case UpdateSql.SAME -> outcomes[row] = Outcome.UNCHANGED;
        case UpdateSql.LOCKED -> locked = result.getLong(1);
        case UpdateSql.REWRITTEN -> throw triggered("makes another value of the one");
        case UpdateSql.WRITTEN -> {
          outcomes[row] = Outcome.CHANGED;
          written++;
        }
        default -> {
          if (outcomes[row] != Outcome.CHANGED) {
            outcomes[row] = Outcome.DEFERRED;
          }
        }
      }
    }
    if (written < locked) {
      throw triggered("suppresses the row");
    }
    return outcomes;
  }

  /**
   * Refused like a value that a trigger refuses aloud: the batch is rolled back, and the row is
   * found among the others. Trying it again could not help.
   */
  private SQLException triggered(String what) {
    return new SQLException(
        "a BEFORE UPDATE trigger of " + field.target().name() + " " + what + " to be written",
        TRIGGERED_CHANGE);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
