package dev.everfill.sink.postgres;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.AdvanceSql;
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
import java.util.function.LongSupplier;

/** The prepared statements of one field on one connection. Belongs to the connection's thread. */
final class FieldStatement implements AutoCloseable {
  private final FieldDefinition field;
  private final Connection connection;
  private final LongSupplier nanos;
  private final PreparedStatement alone;
  private final PreparedStatement withProgress;
  private long begun;

  private FieldStatement(
      FieldDefinition field,
      Connection connection,
      UpdateSql sql,
      String schema,
      LongSupplier nanos)
      throws SQLException {
    this.field = field;
    this.connection = connection;
    this.nanos = nanos;
    this.alone = connection.prepareStatement(sql.alone());
    this.withProgress = connection.prepareStatement(sql.withProgress(new AdvanceSql(schema)));
  }

  /**
   * @param schema the control schema
   * @param nanos the monotonic clock
   */
  static FieldStatement prepare(
      Connection connection, FieldDefinition field, String schema, LongSupplier nanos)
      throws SQLException {
    TargetColumns columns = TargetColumns.read(connection, field.target().name());
    UpdateSql sql =
        new UpdateSql(
            field.target().name(),
            columns.typed(field.key()),
            columns.typed(field.values()),
            schema);
    return new FieldStatement(field, connection, sql, schema, nanos);
  }

  /** When the last statement that may have locked rows was sent. */
  long begun() {
    return begun;
  }

  /**
   * What becomes of each row, in the rows' order. Rows that are gone and rows that are known to be
   * refused are not asked for.
   */
  List<Settled> write(List<Pending> rows) throws SQLException {
    List<Pending> values = values(rows);
    begun = nanos.getAsLong();
    if (values.isEmpty()) {
      return settled(rows, new Outcome[0]);
    }
    return settled(rows, execute(alone, values, next -> {}));
  }

  /**
   * The same, with the progress of the partitions, and commits: in one message, so that rows are
   * not held while this process or the network takes its time.
   *
   * @param rows of which at least one has a value
   * @param steps of each partition in the rows' order
   * @param counts how many of the rows belong to each
   */
  List<Settled> writeAndCommit(List<Pending> rows, List<Advance> steps, List<Integer> counts)
      throws SQLException {
    List<Integer> asked = new ArrayList<>();
    int from = 0;
    for (int count : counts) {
      asked.add(values(rows.subList(from, from + count)).size());
      from += count;
    }
    return settled(
        rows,
        execute(
            withProgress,
            values(rows),
            next -> AdvanceSql.bind(connection, withProgress, next, steps, asked)));
  }

  private static List<Pending> values(List<Pending> rows) {
    return rows.stream().filter(Pending::isValue).toList();
  }

  private static List<Settled> settled(List<Pending> rows, Outcome[] outcomes) {
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

  /** Binds what follows the rows. */
  private interface Rest {
    void bind(int first) throws SQLException;
  }

  private Outcome[] execute(PreparedStatement statement, List<Pending> rows, Rest rest)
      throws SQLException {
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
      statement.setLong(arrays.size() + 1, rows.size());
      rest.bind(arrays.size() + 2);
      begun = nanos.getAsLong();
      statement.execute();
      try (ResultSet result = statement.getResultSet()) {
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

  private static Outcome[] outcomes(int count, ResultSet result) throws SQLException {
    Outcome[] outcomes = new Outcome[count];
    java.util.Arrays.fill(outcomes, Outcome.CHANGED);
    while (result.next()) {
      int row = result.getInt(1) - 1;
      if (row >= 0) {
        outcomes[row] = outcome(result.getInt(2));
      }
    }
    return outcomes;
  }

  private static Outcome outcome(int kind) {
    return switch (kind) {
      case UpdateSql.SAME -> Outcome.UNCHANGED;
      case UpdateSql.DIFFERS -> Outcome.DEFERRED;
      default -> Outcome.GONE;
    };
  }

  @Override
  public void close() throws SQLException {
    alone.close();
    withProgress.close();
  }
}
