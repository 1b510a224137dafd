package dev.everfill.producer.stream;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.sql.SQLException;

/**
 * Debezium's task with a replication connection that delivers every value in the server's text
 * form; public because Connect creates it by name.
 */
public final class TextTask extends PostgresConnectorTask {
  /** The setting under which the server sees the stream. */
  static final String APPLICATION = "everfill.application";

  private String application = "everfill";

  @Override
  public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(
      Configuration config) {
    application = config.getString(APPLICATION, application);
    return super.start(config);
  }

  @Override
  protected ReplicationConnection buildReplicationConnection(
      PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig config)
      throws SQLException {
    PostgresConnection text = new TextColumns(config, new TextTypes(connection));
    ReplicationConnection plain = super.buildReplicationConnection(text, schema, config);
    return new TextReplication(plain, application);
  }
}
