package dev.everfill.producer.stream;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.relational.Column;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Describes every column to the decoder as optional text without a default: a default would be
 * parsed as the column's real type, and the old row of a change lacks columns that are NOT NULL.
 */
final class TextColumns extends PostgresConnection {
  TextColumns(PostgresConnectorConfig config, TypeRegistry types) {
    super(config, types, CONNECTION_GENERAL);
  }

  @Override
  public List<Column> getTableColumnsForDecoder(TableId table, Tables.ColumnNameFilter filter)
      throws SQLException {
    return super.getTableColumnsForDecoder(table, filter).stream()
        .map(TextColumns::asText)
        .toList();
  }

  private static Column asText(Column column) {
    return Column.editor()
        .name(column.name())
        .position(column.position())
        .type("text")
        .jdbcType(Types.VARCHAR)
        .nativeType(TextTypes.TEXT_OID)
        .optional(true)
        .create();
  }
}
