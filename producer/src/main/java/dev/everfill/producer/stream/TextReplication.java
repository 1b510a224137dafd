package dev.everfill.producer.stream;

import dev.everfill.base.postgres.Session;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import io.debezium.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Sets how the server prints values before each start of the stream, since a decoder prints with
 * its session's settings.
 */
final class TextReplication implements ReplicationConnection {
  private final ReplicationConnection plain;
  private final String application;

  TextReplication(ReplicationConnection plain, String application) {
    this.plain = plain;
    this.application = application;
  }

  @Override
  public ReplicationStream startStreaming(WalPositionLocator position)
      throws SQLException, InterruptedException {
    prepare();
    return plain.startStreaming(position);
  }

  @Override
  public ReplicationStream startStreaming(Lsn offset, WalPositionLocator position)
      throws SQLException, InterruptedException {
    prepare();
    return plain.startStreaming(offset, position);
  }

  private void prepare() throws SQLException, InterruptedException {
    plain.initConnection();
    Connection connection = ((JdbcConnection) plain).connection(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(Session.SETUP);
      statement.execute(
          "SET application_name = "
              + DSL.using(SQLDialect.POSTGRES).renderInlined(DSL.inline(application)));
    }
  }

  @Override
  public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
    throw new SQLException("the replication slot is missing; it is never created by the stream");
  }

  @Override
  public void initConnection() throws SQLException, InterruptedException {
    plain.initConnection();
  }

  @Override
  public boolean isConnected() throws SQLException {
    return plain.isConnected();
  }

  @Override
  public void reconnect() throws SQLException {
    plain.reconnect();
  }

  @Override
  public void close() throws Exception {
    plain.close();
  }
}
