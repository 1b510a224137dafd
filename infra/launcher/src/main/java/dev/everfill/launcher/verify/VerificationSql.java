package dev.everfill.launcher.verify;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Sql;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statement that compares. The user's text stands in it unchanged, as a subquery that is
 * restricted from outside; identifiers are quoted; values come in by transaction-local settings,
 * because the user's text may hold question marks that a driver would take for parameters. Pure.
 */
final class VerificationSql {
  /** A JSON object: the text form by value column of {@code otherwise}. */
  static final String OTHERWISE = "everfill.verify_otherwise";

  /** Types without equality; their text forms are compared. */
  private static final Set<String> WITHOUT_EQUALITY =
      Set.of("json", "xml", "point", "line", "path", "polygon", "box", "circle");

  private final FieldDefinition field;
  private final KeySql keys;

  VerificationSql(FieldDefinition field, KeySql keys) {
    this.field = field;
    this.keys = keys;
  }

  /**
   * One row per difference shown, or a single one without a key: rows, mismatches, key columns,
   * expected columns, actual columns, digest, version.
   *
   * @param limit differences to show
   */
  String compare(Extent extent, int limit) {
    return "WITH actual AS MATERIALIZED ("
        + actual(extent)
        + "),\nasked AS (SELECT "
        + asked()
        + " FROM (\n"
        + withoutSemicolon(field.select())
        + "\n) AS q"
        + keys.where(extent, keys.ofSelect("q"), false)
        + "),\nexpected AS MATERIALIZED ("
        + expected()
        + "),\n"
        + differing()
        + "\nSELECT c.rows, c.mismatches, shown.* FROM (SELECT"
        + " (SELECT pg_catalog.count(*) FROM actual) AS rows,"
        + " (SELECT pg_catalog.count(*) FROM differing) AS mismatches) AS c\n"
        + "LEFT JOIN LATERAL ("
        + shown(limit)
        + ") AS shown ON true";
  }

  private String differing() {
    String k = each("k%d", field.key().size());
    String all = k + ", " + each("v%d", field.values().size());
    String actual = "SELECT " + all + " FROM actual";
    String expected = "SELECT " + all + " FROM expected";
    return "differing AS MATERIALIZED (SELECT "
        + k
        + " FROM ("
        + expected
        + " EXCEPT "
        + actual
        + ") AS missing UNION SELECT "
        + k
        + " FROM ("
        + actual
        + " EXCEPT "
        + expected
        + ") AS wrong)";
  }

  private String shown(int limit) {
    int values = field.values().size();
    return "SELECT "
        + each("d.k%d::text", field.key().size())
        + ", "
        + each("pg_catalog.left(e.v%d::text, " + Difference.SHOWN + ")", values)
        + ", "
        + each("pg_catalog.left(a.v%d::text, " + Difference.SHOWN + ")", values)
        + ", pg_catalog.md5(ROW("
        + each("e.v%d::text", values)
        + ", "
        + each("a.v%d::text", values)
        + ")::text), a.version FROM differing AS d JOIN actual AS a ON "
        + equal("a", "d")
        + " JOIN expected AS e ON "
        + equal("e", "d")
        + " ORDER BY "
        + each("d.k%d", field.key().size())
        + " LIMIT "
        + limit;
  }

  /** The target as it is. */
  private String actual(Extent extent) {
    return "SELECT "
        + named("k", field.key().size(), i -> "t." + quoted(field.key().get(i)))
        + ", "
        + named("v", field.values().size(), i -> comparable("t.", field.values().get(i)))
        + ", t.xmin::text AS version FROM "
        + keys.table()
        + " AS t"
        + keys.where(extent, keys.ofTarget("t"), true);
  }

  /** The SELECT's columns under names of ours. */
  private String asked() {
    return named("k", field.key().size(), keys.ofSelect("q")::get)
        + ", "
        + named("v", field.values().size(), i -> "q." + quoted(field.values().get(i)));
  }

  /** For every target row the SELECT's value, or otherwise where the SELECT gives no row. */
  private String expected() {
    String values =
        named("v", field.values().size(), i -> comparable(value(i), field.values().get(i).type()));
    return "SELECT "
        + each("a.k%1$d AS k%1$d", field.key().size())
        + ", "
        + values
        + " FROM actual AS a LEFT JOIN asked AS s ON "
        + equal("s", "a")
        + " CROSS JOIN (SELECT pg_catalog.current_setting('"
        + OTHERWISE
        + "')::pg_catalog.jsonb) AS o (value)";
  }

  private String value(int index) {
    Column column = field.values().get(index);
    String type = "::" + column.type().name();
    String stated = "(o.value ->> " + literal(column.name()) + ")" + type;
    return "CASE WHEN s.k0 IS NULL THEN " + stated + " ELSE s.v" + index + type + " END";
  }

  private static String comparable(String alias, Column column) {
    return comparable(alias + quoted(column), column.type());
  }

  private static String comparable(String expression, DataType type) {
    return WITHOUT_EQUALITY.contains(type.name()) ? "(" + expression + ")::text" : expression;
  }

  private String equal(String left, String right) {
    return IntStream.range(0, field.key().size())
        .mapToObj(i -> left + ".k" + i + " = " + right + ".k" + i)
        .collect(Collectors.joining(" AND "));
  }

  private static String named(String as, int count, Function<Integer, String> form) {
    return IntStream.range(0, count)
        .mapToObj(i -> form.apply(i) + " AS " + as + i)
        .collect(Collectors.joining(", "));
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
