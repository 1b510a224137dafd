package dev.everfill.launcher.verify;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Sql;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statement that compares. The user's text stands in it unchanged, as a subquery; identifiers
 * are quoted; values come in by transaction-local settings, because the user's text may hold
 * question marks that a driver would take for parameters. Pure.
 */
final class VerificationSql {
  /** A JSON object: the text form by value column of {@code otherwise}. */
  static final String OTHERWISE = "everfill.verify_otherwise";

  /** A JSON array of keys, each an array of text forms. */
  static final String KEYS = "everfill.verify_keys";

  /** Types without equality; their text forms are compared. */
  private static final Set<String> WITHOUT_EQUALITY =
      Set.of("json", "xml", "point", "line", "path", "polygon", "box", "circle");

  private final FieldDefinition field;

  VerificationSql(FieldDefinition field) {
    this.field = field;
  }

  /**
   * One row per difference shown, or a single one without a key: rows, mismatches, key columns,
   * expected columns, actual columns, digest.
   *
   * @param onlyKeys compare only the keys of {@link #KEYS}
   * @param limit differences to show
   */
  String compare(boolean onlyKeys, int limit) {
    String keys = columns("k", field.key().size());
    return "WITH actual AS MATERIALIZED ("
        + actual(onlyKeys)
        + "),\nasked AS (\n"
        + withoutSemicolon(field.select())
        + "\n),\nexpected AS MATERIALIZED ("
        + expected()
        + "),\ndiffering AS MATERIALIZED (SELECT "
        + keys
        + " FROM (SELECT * FROM expected EXCEPT SELECT * FROM actual) AS missing UNION SELECT "
        + keys
        + " FROM (SELECT * FROM actual EXCEPT SELECT * FROM expected) AS wrong)\n"
        + "SELECT c.rows, c.mismatches, shown.* FROM (SELECT"
        + " (SELECT pg_catalog.count(*) FROM actual) AS rows,"
        + " (SELECT pg_catalog.count(*) FROM differing) AS mismatches) AS c\n"
        + "LEFT JOIN LATERAL (SELECT "
        + each("d.k%d::text", field.key().size())
        + ", "
        + each("pg_catalog.left(e.v%d::text, " + Difference.SHOWN + ")", field.values().size())
        + ", "
        + each("pg_catalog.left(a.v%d::text, " + Difference.SHOWN + ")", field.values().size())
        + ", pg_catalog.md5(ROW("
        + each("e.v%d::text", field.values().size())
        + ", "
        + each("a.v%d::text", field.values().size())
        + ")::text) FROM differing AS d JOIN actual AS a ON "
        + equal("a", "d")
        + " JOIN expected AS e ON "
        + equal("e", "d")
        + " ORDER BY "
        + each("d.k%d", field.key().size())
        + " LIMIT "
        + limit
        + ") AS shown ON true";
  }

  /** The target as it is. */
  private String actual(boolean onlyKeys) {
    String table = Sql.quoted(field.target().name().schema(), field.target().name().table());
    return "SELECT "
        + named(field.key(), "k", c -> "t." + quoted(c))
        + ", "
        + named(field.values(), "v", c -> comparable("t." + quoted(c), c))
        + " FROM "
        + table
        + " AS t"
        + (onlyKeys ? " WHERE " + amongKeys() : "");
  }

  private String amongKeys() {
    String row = field.key().stream().map(c -> "t." + quoted(c)).collect(Collectors.joining(", "));
    String wanted =
        IntStream.range(0, field.key().size())
            .mapToObj(i -> "(w.key ->> " + i + ")::" + field.key().get(i).type().name())
            .collect(Collectors.joining(", "));
    return "("
        + row
        + ") IN (SELECT "
        + wanted
        + " FROM pg_catalog.jsonb_array_elements("
        + "pg_catalog.current_setting('"
        + KEYS
        + "')::pg_catalog.jsonb) AS w (key))";
  }

  /** For every target row the SELECT's value, or otherwise where the SELECT gives no row. */
  private String expected() {
    String matched = "s." + quoted(field.key().get(0)) + " IS NULL";
    String values =
        named(
            field.values(),
            "v",
            c -> {
              String type = c.type().name();
              String stated = "(o.value ->> " + literal(c.name()) + ")::" + type;
              String asked = "s." + quoted(c) + "::" + type;
              return comparable(
                  "CASE WHEN " + matched + " THEN " + stated + " ELSE " + asked + " END", c);
            });
    String on =
        IntStream.range(0, field.key().size())
            .mapToObj(i -> "s." + quoted(field.key().get(i)) + " = a.k" + i)
            .collect(Collectors.joining(" AND "));
    return "SELECT "
        + each("a.k%1$d AS k%1$d", field.key().size())
        + ", "
        + values
        + " FROM actual AS a LEFT JOIN asked AS s ON "
        + on
        + " CROSS JOIN (SELECT pg_catalog.current_setting('"
        + OTHERWISE
        + "')::pg_catalog.jsonb) AS o (value)";
  }

  private static String comparable(String expression, Column column) {
    return WITHOUT_EQUALITY.contains(column.type().name())
        ? "(" + expression + ")::text"
        : expression;
  }

  private String equal(String left, String right) {
    return IntStream.range(0, field.key().size())
        .mapToObj(i -> left + ".k" + i + " = " + right + ".k" + i)
        .collect(Collectors.joining(" AND "));
  }

  private static String named(List<Column> columns, String as, Function<Column, String> form) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> form.apply(columns.get(i)) + " AS " + as + i)
        .collect(Collectors.joining(", "));
  }

  private static String columns(String name, int count) {
    return each(name + "%d", count);
  }

  private static String each(String form, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(form, i))
        .collect(Collectors.joining(", "));
  }

  private static String quoted(Column column) {
    return Sql.quoted(column.name());
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String withoutSemicolon(String select) {
    String text = select.strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }
}
