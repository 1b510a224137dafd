package dev.everfill.sink.postgres;

import dev.everfill.base.control.AdvanceSql;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.postgres.BoundBatches.Transaction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

  /** By how many transactions they have, from 1; the server gets to know them as they are used. */
  private final List<Twin> withProgress;

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
    AdvanceSql advance = new AdvanceSql(schema);
    this.withProgress = new ArrayList<>(Target.TOGETHER);
    for (int times = 1; times <= Target.TOGETHER; times++) {
      withProgress.add(new Twin(connection, sql.withProgress(advance, times)));
    }
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

  /** When {@link #write} sent the last statement that may have locked rows. */
  long begun() {
    return begun;
  }

  /**
   * A statement that writes rows with the progress of their partitions, and commits: in one
   * message, so that rows are not held while this process or the network takes its time.
   *
   * @param values how many rows each transaction asks for
   */
  record Bound(PreparedStatement statement, List<Transaction> transactions, List<Integer> values) {}

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
    bind(alone, 1, values);
    alone.execute();
    return settled(rows, Answer.of(alone, values.size()).outcomes());
  }

  /**
   * Binds what {@link #run} sends, without asking the server; may be called while what was bound
   * before is being run, and what was bound before that is done with.
   *
   * @param transactions 1 … {@link Target#TOGETHER}; each with a row at least that has a value
   */
  Bound bind(List<Transaction> transactions) throws SQLException {
    PreparedStatement statement = withProgress.get(transactions.size() - 1).next();
    List<Integer> values = new ArrayList<>(transactions.size());
    int at = 1;
    for (Transaction each : transactions) {
      List<Pending> rows = values(each.rows());
      at = bind(statement, at, rows);
      at = AdvanceSql.bind(connection, statement, at, each.steps(), each.values());
      values.add(rows.size());
    }
    return new Bound(statement, transactions, values);
  }

  /** What became of each transaction's rows; it is committed. */
  List<Written> run(Bound bound) throws SQLException {
    PreparedStatement statement = bound.statement();
    long sent = nanos.getAsLong();
    statement.execute();
    List<Answer> answers = new ArrayList<>(bound.values().size());
    for (int values : bound.values()) {
      if (!answers.isEmpty()) {
        toNextRows(statement);
      }
      answers.add(Answer.of(statement, values));
    }
    return written(bound, answers, nanos.getAsLong() - sent);
  }

  /** Past what COMMIT and BEGIN say. */
  private static void toNextRows(PreparedStatement statement) throws SQLException {
    while (!statement.getMoreResults()) {
      if (statement.getUpdateCount() < 0) {
        throw new IllegalStateException("the server has answered too little");
      }
    }
  }

  private static List<Written> written(Bound bound, List<Answer> answers, long nanos) {
    long[] held = Answer.held(answers, nanos);
    List<Written> written = new ArrayList<>(held.length);
    for (int i = 0; i < held.length; i++) {
      List<Pending> rows = bound.transactions().get(i).rows();
      written.add(new Written(settled(rows, answers.get(i).outcomes()), held[i], null));
    }
    return written;
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
  private int bind(PreparedStatement statement, int first, List<Pending> rows) throws SQLException {
    int at = first;
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

  @Override
  public void close() throws SQLException {
    alone.close();
    for (Twin each : withProgress) {
      each.close();
    }
  }
}
