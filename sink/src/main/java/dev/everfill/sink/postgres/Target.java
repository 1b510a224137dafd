package dev.everfill.sink.postgres;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.control.Progress;
import dev.everfill.base.control.ProgressStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Sql;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.postgres.WriteFailure.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that is written, over one connection that is opened when first needed and again
 * after it is lost. Every method is one transaction, or two where that is said. Belongs to one
 * thread.
 */
public final class Target implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);
  private final Connections connections;
  private final Origin origin;
  private final FieldStore fields;
  private final ProgressStore progress;
  private final LongSupplier nanos;
  private final Map<FieldRef, FieldStatement> statements = new HashMap<>();
  private Connection connection;

  /**
   * @param pipeline the control schema and the replication origin
   * @param nanos the monotonic clock
   */
  public Target(Connections connections, String pipeline, LongSupplier nanos) {
    this.connections = connections;
    this.origin = new Origin(pipeline);
    this.fields = new FieldStore(pipeline);
    this.progress = new ProgressStore(pipeline);
    this.nanos = nanos;
  }

  /**
   * What a batch came to.
   *
   * @param heldNanos from before its statement to the commit's acknowledgement
   */
  public record Written(List<Settled> rows, long heldNanos) {}

  private interface Step<T> {
    T on(Connection open) throws SQLException, WriteFailure;
  }

  /** Takes partitions of a topic over; whoever had them is fenced from now on. */
  public List<Progress> claim(FieldDefinition field, String topic, Collection<Integer> partitions)
      throws WriteFailure {
    List<Progress> claimed = transaction(field, open -> progress.claim(open, topic, partitions));
    if (claimed.size() != partitions.size()) {
      throw new WriteFailure(
          Kind.FIELD,
          Reason.INTERNAL,
          "",
          "topic " + topic + " has partitions without a row in the table progress: " + partitions,
          null);
    }
    if (claimed.stream().anyMatch(one -> one.level() > 0)) {
      liveIfComplete(field);
    }
    return claimed;
  }

  /**
   * Writes rows and the progress that follows from them in one transaction; if it makes the field
   * live, that is said in a second one.
   *
   * @param settle from what became of the rows, in their order, to the steps to store
   */
  public Written write(
      FieldDefinition field, List<Pending> rows, Function<List<Settled>, List<Advance>> settle)
      throws WriteFailure {
    boolean[] firstLevel = new boolean[1];
    long[] started = new long[1];
    List<Settled> settled;
    try {
      settled = transaction(field, open -> write(open, field, rows, settle, started, firstLevel));
    } catch (WriteFailure failure) {
      throw Refused.isValue(failure) ? refused(field, rows, failure) : failure;
    }
    Written written = new Written(settled, nanos.getAsLong() - started[0]);
    if (firstLevel[0]) {
      liveIfComplete(field);
    }
    return written;
  }

  private List<Settled> write(
      Connection open,
      FieldDefinition field,
      List<Pending> rows,
      Function<List<Settled>, List<Advance>> settle,
      long[] started,
      boolean[] firstLevel)
      throws SQLException, WriteFailure {
    FieldStatement statement = statement(open, field);
    started[0] = nanos.getAsLong();
    List<Settled> settled = statement.write(rows);
    List<Advance> steps = settle.apply(settled);
    for (Advance step : steps) {
      firstLevel[0] |= step.from().level() == 0 && step.to().level() > 0;
    }
    if (steps.stream().anyMatch(step -> step.from().highOffset() == 0)) {
      fields.backfilling(open, FieldRef.of(field));
    }
    if (steps.stream().anyMatch(step -> step.to().level() > step.from().level())) {
      Sql.on(open).fetch("SELECT pg_catalog.set_config('synchronous_commit', 'local', true)");
    }
    if (!progress.advance(open, steps)) {
      throw new WriteFailure(
          Kind.FENCED, Reason.FENCED, "", "somebody else writes " + field.name(), null);
    }
    return settled;
  }

  private void liveIfComplete(FieldDefinition field) throws WriteFailure {
    transaction(field, open -> fields.liveIfComplete(open, FieldRef.of(field)));
  }

  /** Names the row that PostgreSQL refuses, by halving; every try is rolled back. */
  private WriteFailure refused(FieldDefinition field, List<Pending> rows, WriteFailure failure) {
    return new Refused(
            field, some -> transaction(field, open -> tryOut(open, statement(open, field), some)))
        .among(rows, failure);
  }

  private static boolean tryOut(Connection open, FieldStatement statement, List<Pending> rows)
      throws SQLException {
    statement.write(rows);
    open.rollback();
    return true;
  }

  /** Records that a field has failed. */
  public void fail(FieldDefinition field, Reason reason, String message) throws WriteFailure {
    transaction(
        field,
        open -> {
          fields.state(open, FieldRef.of(field), FieldState.FAILED, reason.code(), message);
          return true;
        });
  }

  private FieldStatement statement(Connection open, FieldDefinition field) throws SQLException {
    FieldStatement statement = statements.get(FieldRef.of(field));
    if (statement == null) {
      statement = FieldStatement.prepare(open, field);
      statements.put(FieldRef.of(field), statement);
    }
    return statement;
  }

  private <T> T transaction(FieldDefinition field, Step<T> step) throws WriteFailure {
    Connection open = open();
    try {
      T result = step.on(open);
      open.commit();
      return result;
    } catch (WriteFailure failure) {
      rollBack();
      throw failure;
    } catch (SQLException | RuntimeException failed) {
      rollBack();
      // The columns may have changed under the statement: the next try asks the catalogue again.
      forget(statements.remove(FieldRef.of(field)));
      throw Refused.sort(field, failed);
    }
  }

  private Connection open() throws WriteFailure {
    if (connection != null) {
      return connection;
    }
    try {
      Connection opened = connections.open();
      connection = opened;
      origin.mark(opened);
      SinkSession.prepare(opened);
      return opened;
    } catch (SQLException failed) {
      discard();
      throw Refused.unreachable(failed);
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      LOG.debug("The connection is lost: {}", lost.getMessage());
      discard();
    }
  }

  private static void forget(FieldStatement statement) {
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException lost) {
        LOG.debug("The statement was lost with its connection: {}", lost.getMessage());
      }
    }
  }

  private void discard() {
    statements.clear();
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException lost) {
        LOG.debug("The connection was lost before it was closed: {}", lost.getMessage());
      }
    }
  }

  @Override
  public void close() {
    discard();
  }
}
