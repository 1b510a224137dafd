package dev.everfill.base.definition.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** The look-ups by OID and how their rows are read. */
final class CatalogSql {
  static final String FUNCTION =
      """
      SELECT n.nspname, p.proname, p.provolatile::text, p.proretset,
             (SELECT coalesce(pg_catalog.string_agg(
                         pg_catalog.format_type(a.type, NULL), ',' ORDER BY a.position), '')
              FROM pg_catalog.unnest(p.proargtypes::pg_catalog.oid[])
                   WITH ORDINALITY AS a(type, position))
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE p.oid = ?::pg_catalog.oid
      """;

  static final String OPERATOR =
      """
      SELECT n.nspname, o.oprname, o.oprcode::pg_catalog.oid::bigint
      FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
      WHERE o.oid = ?::pg_catalog.oid
      """;

  /** What a domain is made of, through other domains. */
  static final String BASE =
      """
      WITH RECURSIVE based AS (
        SELECT ?::bigint::pg_catalog.oid AS typ, ?::integer AS typmod
        UNION ALL
        SELECT t.typbasetype, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.typmod END
        FROM based b JOIN pg_catalog.pg_type t ON t.oid = b.typ AND t.typtype = 'd')
      SELECT b.typ::bigint, b.typmod, pg_catalog.format_type(b.typ, b.typmod)
      FROM based b JOIN pg_catalog.pg_type t ON t.oid = b.typ AND t.typtype <> 'd'
      """;

  /** varchar has no operators of its own: it is compared as text. */
  static final String TYPE =
      """
      SELECT pg_catalog.format_type(t.oid, NULL),
             t.typtype IN ('e', 'r', 'm', 'd') OR t.typcategory = 'A' OR t.typname = 'varchar'
               OR EXISTS (SELECT 1 FROM pg_catalog.pg_opclass c
                          WHERE c.opcintype = t.oid AND c.opcdefault),
             i.provolatile = 'i', o.provolatile = 'i',
             CASE WHEN t.typcategory = 'A' THEN t.typelem::bigint ELSE 0 END
      FROM pg_catalog.pg_type t
      JOIN pg_catalog.pg_proc i ON i.oid = t.typinput
      JOIN pg_catalog.pg_proc o ON o.oid = t.typoutput
      WHERE t.oid = ?::pg_catalog.oid
      """;

  /** The columns differ by version, therefore by way of JSON; "default" means the database's. */
  static final String COLLATION =
      """
      SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname),
             c.collisdeterministic,
             CASE WHEN c.collprovider = 'd' THEN d.datlocprovider ELSE c.collprovider END::text,
             CASE WHEN c.collprovider = 'd'
                  THEN coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', d.datcollate)
                  ELSE coalesce(pg_catalog.to_jsonb(c) ->> 'colllocale', c.collcollate) END
      FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
      CROSS JOIN pg_catalog.pg_database d
      WHERE c.oid = ?::pg_catalog.oid AND d.datname = pg_catalog.current_database()
      """;

  private static final Set<String> PLAIN = Set.of("C", "POSIX");

  private CatalogSql() {}

  static FunctionFacts function(ResultSet row) throws SQLException {
    String schema = row.getString(1);
    String name = row.getString(2);
    String prefix = schema.equals("pg_catalog") ? "" : schema + ".";
    String signature = prefix + name + "(" + row.getString(5) + ")";
    return new FunctionFacts(schema, name, signature, row.getString(3), row.getBoolean(4));
  }

  static OperatorFacts operator(ResultSet row) throws SQLException {
    return new OperatorFacts(row.getString(1), row.getString(2), row.getLong(3));
  }

  static TypeFacts type(ResultSet row) throws SQLException {
    return new TypeFacts(
        row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), row.getLong(5));
  }

  static CollationFacts collation(ResultSet row) throws SQLException {
    String provider = row.getString(3);
    String locale = row.getString(4) == null ? "" : row.getString(4);
    boolean plain = PLAIN.contains(locale) && !provider.equals("i");
    // The built-in provider orders by code point whatever its locale; "C" of it also has ASCII
    // case.
    boolean byteOrder = plain || provider.equals("b");
    return new CollationFacts(row.getString(1), row.getBoolean(2), byteOrder, plain);
  }
}
