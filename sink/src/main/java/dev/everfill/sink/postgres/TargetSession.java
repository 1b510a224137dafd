package dev.everfill.sink.postgres;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.definition.FieldDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, opened when first needed and again after it is lost, with the statements that are
 * prepared on it. Belongs to one thread.
 */
final class TargetSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);
  private final Connections connections;
  private final Origin origin;
  private final String schema;
  private final LongSupplier nanos;

  /** Looked at while a batch is run. */
  private final Map<FieldRef, FieldStatement> statements = new ConcurrentHashMap<>();

  private Connection connection;

  /**
   * @param schema the control schema
   * @param nanos the monotonic clock
   */
  TargetSession(Connections connections, Origin origin, String schema, LongSupplier nanos) {
    this.connections = connections;
    this.origin = origin;
    this.schema = schema;
    this.nanos = nanos;
  }

  /** What is done in a transaction. */
  interface Step<T> {
    T on(Connection open) throws SQLException, WriteFailure;
  }

  /**
   * Runs a step in one transaction.
   *
   * @param field whose it is; null if it is about all of them
   */
  <T> T transaction(FieldDefinition field, Step<T> step) throws WriteFailure {
    return run(field, false, step);
  }

  private <T> T run(FieldDefinition field, boolean autoCommit, Step<T> step) throws WriteFailure {
    Connection open = open();
    try {
      open.setAutoCommit(autoCommit);
      T result = step.on(open);
      if (!autoCommit) {
        // Without effect if the step has committed already.
        open.commit();
      }
      return result;
    } catch (WriteFailure failure) {
      rollBack();
      throw failure;
    } catch (SQLException | RuntimeException failed) {
      rollBack();
      if (field != null) {
        // The columns may have changed under the statement: the next try asks the catalogue again.
        forget(statements.remove(FieldRef.of(field)));
      }
      throw Failures.sort(field, failed);
    }
  }

  /**
   * Runs a step of a single statement, which is a transaction by itself: it does not last while the
   * answer travels.
   *
   * @param field whose it is; null if it is about all of them
   */
  <T> T statement(FieldDefinition field, Step<T> step) throws WriteFailure {
    return run(field, true, step);
  }

  /** Whether the field's statements are prepared on this connection. */
  boolean knows(FieldDefinition field) {
    return statements.containsKey(FieldRef.of(field));
  }

  /** The field's statements on this connection, prepared once. */
  FieldStatement prepared(FieldDefinition field) throws WriteFailure {
    FieldStatement known = statements.get(FieldRef.of(field));
    if (known != null) {
      return known;
    }
    FieldStatement made =
        statement(field, open -> FieldStatement.prepare(open, field, schema, nanos));
    statements.put(FieldRef.of(field), made);
    return made;
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
      close();
      throw Failures.unreachable(failed);
    }
  }

  private void rollBack() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException lost) {
      LOG.debug("The connection is lost: {}", lost.getMessage());
      close();
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

  @Override
  public void close() {
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
}
