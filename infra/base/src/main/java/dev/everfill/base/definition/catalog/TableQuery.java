package dev.everfill.base.definition.catalog;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one relation with its columns and its primary key. */
final class TableQuery {
  private static final String RELATION =
      """
      SELECT n.nspname, c.relname, c.relkind::text, c.relpersistence::text, c.relreplident::text,
             EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid),
             pg_catalog.row_security_active(c.oid),
             EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite r
                     WHERE r.ev_class = c.oid AND r.ev_type = '2'),
             CASE WHEN c.relispartition THEN
               (SELECT i.inhparent::pg_catalog.regclass::text FROM pg_catalog.pg_inherits i
                WHERE i.inhrelid = c.oid) END,
             CASE WHEN c.relkind = 'p' THEN
               (SELECT pg_catalog.min(l.oid::pg_catalog.regclass::text || CASE
                   WHEN l.relkind <> 'r' THEN ' is a foreign table'
                   WHEN l.relpersistence <> 'p' THEN ' is not logged'
                   WHEN l.relreplident NOT IN ('d', 'f') THEN
                     ' has a replica identity that does not tell the primary key' END)
                FROM pg_catalog.pg_partition_tree(c.oid) t
                JOIN pg_catalog.pg_class l ON l.oid = t.relid WHERE t.isleaf AND l.oid <> c.oid) END
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ?::pg_catalog.oid
      """;

  private static final String COLUMNS =
      """
      SELECT a.attnum, a.attname, a.atttypid::bigint,
             pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypmod, a.attnotnull,
             a.attgenerated <> '', a.attidentity = 'a', a.attcollation::bigint,
             pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
             pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'UPDATE'),
             pg_catalog.array_position(
               (k.indkey::pg_catalog.int2[])[0:k.indnkeyatts - 1], a.attnum)
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_index k ON k.indrelid = a.attrelid AND k.indisprimary
        AND k.indimmediate AND k.indisvalid
      WHERE a.attrelid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final Connection connection;
  private final Map<Long, Optional<TableFacts>> known = new HashMap<>();

  TableQuery(Connection connection) {
    this.connection = connection;
  }

  Optional<TableFacts> byOid(long oid) throws SQLException {
    Optional<TableFacts> facts = known.get(oid);
    if (facts == null) {
      facts = read(oid);
      known.put(oid, facts);
    }
    return facts;
  }

  private Optional<TableFacts> read(long oid) throws SQLException {
    Map<Integer, Column> key = new TreeMap<>();
    List<ColumnFacts> columns = columns(oid, key);
    try (PreparedStatement statement = connection.prepareStatement(RELATION)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        List<Column> all = columns.stream().map(ColumnFacts::column).toList();
        TableName name = new TableName(row.getString(1), row.getString(2));
        return Optional.of(
            new TableFacts(
                new Table(name, oid, all, List.copyOf(key.values())),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getString(9),
                row.getString(10),
                columns));
      }
    }
  }

  /** The columns; those of the primary key also by their place in the key. */
  private List<ColumnFacts> columns(long oid, Map<Integer, Column> key) throws SQLException {
    List<ColumnFacts> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ColumnFacts facts = column(row);
          columns.add(facts);
          int place = row.getInt(12);
          if (!row.wasNull()) {
            key.put(place, facts.column());
          }
        }
      }
    }
    return columns;
  }

  private static ColumnFacts column(ResultSet row) throws SQLException {
    DataType type = new DataType((int) row.getLong(3), row.getString(4), row.getInt(5));
    return new ColumnFacts(
        row.getInt(1),
        new Column(row.getString(2), type),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getLong(9),
        row.getBoolean(10),
        row.getBoolean(11));
  }
}
