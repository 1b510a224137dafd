package dev.everfill.producer.stream;

import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;

/**
 * A registry in which every type is text, so that the decoder hands on what the server sent instead
 * of parsing it: the server's own text form is the only one that is exact for every type.
 */
final class TextTypes extends TypeRegistry {
  /** {@code text} has this OID on every server. */
  static final int TEXT_OID = 25;

  TextTypes(PostgresConnection connection) {
    super(connection);
  }

  @Override
  public PostgresType get(int oid) {
    return super.get(TEXT_OID);
  }

  @Override
  public PostgresType get(String name) {
    return super.get(TEXT_OID);
  }

  @Override
  public PostgresType get(String schemaName, String typeName) {
    return super.get(TEXT_OID);
  }
}
