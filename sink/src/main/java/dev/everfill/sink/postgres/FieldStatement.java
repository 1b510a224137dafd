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

/**
 * The prepared statements of one field on one connection. Belongs to the connection's thread, but
 * {@link #bind} may be called by another one while a batch is being run.
 */
final class FieldStatement implements AutoCloseable {
  private final FieldDefinition field;
  private final Connection connection;
  private final LongSupplier nanos;
  private final PreparedStatement alone;

  /** Two, so that one can be bound while the other is at work. */
  private final PreparedStatement[] withProgress;

  private int bound;
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
    String both = sql.withProgress(new AdvanceSql(schema));
    this.withProgress =
        new PreparedStatement[] {
          connection.prepareStatement(both), connection.prepareStatement(both)
        };
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
   * A statement that writes rows with the progress of their partitions, and commits: in one
   * message, so that rows are not held while this process or the network takes its time.
   */
  record Bound(PreparedStatement statement, List<Pending> rows, int values) {}

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
    bind(alone, values);
    return settled(rows, execute(alone, values.size()));
  }

  /**
   * Binds what {@link #run} sends, without asking the server; may be called while what was bound
   * before is being run, and what was bound before that is done with.
   *
   * @param rows of which at least one has a value
   * @param steps of each partition in the rows' order
   * @param counts how many of the rows belong to each
   */
  Bound bind(List<Pending> rows, List<Advance> steps, List<Integer> counts) throws SQLException {
    List<Integer> asked = new ArrayList<>();
    int from = 0;
    for (int count : counts) {
      asked.add(values(rows.subList(from, from + count)).size());
      from += count;
    }
    bound = 1 - bound;
    PreparedStatement statement = withProgress[bound];
    List<Pending> values = values(rows);
    AdvanceSql.bind(connection, statement, bind(statement, values), steps, asked);
    return new Bound(statement, rows, values.size());
  }

  /** What became of each row, in the rows' order; it is committed. */
  List<Settled> run(Bound batch) throws SQLException {
    return settled(batch.rows(), execute(batch.statement(), batch.values()));
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

  /** Gives the number of the next parameter. */
  private int bind(PreparedStatement statement, List<Pending> rows) throws SQLException {
    int at = 1;
    for (int i = 0; i < field.key().size(); i++) {
      int part = i;
      bind(statement, at++, rows, row -> row.key().values().get(part));
    }
    for (Column column : field.values()) {
      bind(statement, at++, rows, row -> row.columns().get(column.name()));
    }
    statement.setLong(at++, rows.size());
    return at;
  }

  private void bind(
      PreparedStatement statement, int at, List<Pending> rows, Function<Pending, String> part)
      throws SQLException {
    Array array = connection.createArrayOf("text", rows.stream().map(part).toArray(String[]::new));
    try {
      statement.setArray(at, array);
    } finally {
      array.free();
    }
  }

  private Outcome[] execute(PreparedStatement statement, int rows) throws SQLException {
    begun = nanos.getAsLong();
    statement.execute();
    try (ResultSet result = statement.getResultSet()) {
      return outcomes(rows, result);
    }
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
    for (PreparedStatement each : withProgress) {
      each.close();
    }
  }
}
