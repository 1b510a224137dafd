package dev.everfill.base.definition.catalog;

import dev.everfill.base.definition.DataType;
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

/**
 * Asks the system catalogues, and remembers the answers for as long as it lives: use one for a
 * transaction. For one thread at a time.
 */
public final class Catalog {
  private static final int NEAR_NAMES = 1000;

  private final Connection connection;
  private final TableQuery tables;
  private final Map<Long, FunctionFacts> functions = new HashMap<>();
  private final Map<Long, OperatorFacts> operators = new HashMap<>();
  private final Map<Long, CollationFacts> collations = new HashMap<>();
  private final Map<Long, TypeFacts> types = new HashMap<>();

  /** Reads over this connection, which stays the caller's. */
  public Catalog(Connection connection) {
    this.connection = connection;
    this.tables = new TableQuery(connection);
  }

  /**
   * The relation that the user means by a name, looked up as PostgreSQL does: quotes, schema and
   * {@code search_path}.
   *
   * @throws SQLException also where the text is no name at all (SQLSTATE 42602)
   */
  public Optional<TableFacts> table(String asWritten) throws SQLException {
    List<Long> oids =
        query(
            "SELECT pg_catalog.to_regclass(?)::pg_catalog.oid::bigint",
            row -> row.getLong(1),
            asWritten);
    return oids.get(0) == 0 ? Optional.empty() : tables.byOid(oids.get(0));
  }

  /** The relation of exactly this schema and name. */
  public Optional<TableFacts> table(TableName name) throws SQLException {
    List<Long> oids =
        query(
            "SELECT c.oid::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?",
            row -> row.getLong(1),
            name.schema(),
            name.table());
    return oids.isEmpty() ? Optional.empty() : tables.byOid(oids.get(0));
  }

  /** The relation with this OID. */
  public Optional<TableFacts> table(long oid) throws SQLException {
    return tables.byOid(oid);
  }

  /** Names of the user's tables, to find what a misspelt one may have meant; at most 1000. */
  public List<TableName> tableNames() throws SQLException {
    return query(
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE"
            + " 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1, 2 LIMIT "
            + NEAR_NAMES,
        row -> new TableName(row.getString(1), row.getString(2)));
  }

  /** The type as {@code format_type} prints it. */
  public DataType type(long oid, int typmod) throws SQLException {
    String name =
        query(
                "SELECT pg_catalog.format_type(?::pg_catalog.oid, ?)",
                row -> row.getString(1),
                oid,
                typmod)
            .get(0);
    return new DataType((int) oid, name, typmod);
  }

  /** The type itself, or what a domain is made of. */
  public DataType base(DataType type) throws SQLException {
    return query(
            CatalogSql.BASE,
            row -> new DataType((int) row.getLong(1), row.getString(3), row.getInt(2)),
            Integer.toUnsignedLong(type.oid()),
            type.typmod())
        .get(0);
  }

  /** The function with this OID. */
  public FunctionFacts function(long oid) throws SQLException {
    return remembered(functions, oid, CatalogSql.FUNCTION, CatalogSql::function);
  }

  /** The operator with this OID. */
  public OperatorFacts operator(long oid) throws SQLException {
    return remembered(operators, oid, CatalogSql.OPERATOR, CatalogSql::operator);
  }

  /** The type with this OID. */
  public TypeFacts typeFacts(long oid) throws SQLException {
    return remembered(types, oid, CatalogSql.TYPE, CatalogSql::type);
  }

  /** The collation with this OID; 0 stands for none. */
  public CollationFacts collation(long oid) throws SQLException {
    return oid == 0
        ? CollationFacts.NONE
        : remembered(collations, oid, CatalogSql.COLLATION, CatalogSql::collation);
  }

  private <T> T remembered(Map<Long, T> known, long oid, String sql, RowReader<T> reader)
      throws SQLException {
    T value = known.get(oid);
    if (value == null) {
      List<T> found = query(sql, reader, oid);
      if (found.isEmpty()) {
        throw new SQLException("OID " + oid + " is not in the catalogues", "42704");
      }
      value = found.get(0);
      known.put(oid, value);
    }
    return value;
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
