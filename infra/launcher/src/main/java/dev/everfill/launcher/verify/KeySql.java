package dev.everfill.launcher.verify;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType.Kind;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The target's key in SQL, and conditions on it. Order and equality are those of the target's
 * primary key, so the columns of the SELECT take the key's collation; where theirs is the same, an
 * index on the column they come from serves. Bounds are stable expressions over transaction-local
 * settings: they can be pushed down, and the planner knows their values. Immutable.
 */
final class KeySql {
  /** A JSON array, the key after which a range begins. */
  static final String AFTER = "everfill.verify_after";

  /** A JSON array, the last key of a range. */
  static final String UNTIL = "everfill.verify_until";

  /** A JSON array of keys, each an array of text forms. */
  static final String KEYS = "everfill.verify_keys";

  /** With a number: the values of one column of the key, as an array of PostgreSQL's. */
  static final String COLUMN = "everfill.verify_key_";

  private static final Set<Kind> INTEGERS = Set.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);
  private static final Set<Kind> TEXTS = Set.of(Kind.TEXT, Kind.VARCHAR);

  private final FieldDefinition field;
  private final Map<String, String> collations;

  private KeySql(FieldDefinition field, Map<String, String> collations) {
    this.field = field;
    this.collations = Map.copyOf(collations);
  }

  /** Asks the catalogue for the collations of the key. */
  static KeySql of(Connection connection, FieldDefinition field) {
    Map<String, String> collations = new HashMap<>();
    Sql.on(connection)
        .fetch(
            "SELECT a.attname, n.nspname, c.collname FROM pg_catalog.pg_attribute AS a"
                + " JOIN pg_catalog.pg_collation AS c ON c.oid = a.attcollation"
                + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace"
                + " WHERE a.attrelid = pg_catalog.to_regclass({0}) AND a.attname = ANY({1})",
            DSL.val(table(field)),
            DSL.val(field.key().stream().map(Column::name).toArray(String[]::new)))
        .forEach(row -> collations.put(row.get(0, String.class), collation(row)));
    return new KeySql(field, collations);
  }

  private static String collation(Record row) {
    return " COLLATE " + Sql.quoted(row.get(1, String.class), row.get(2, String.class));
  }

  private static String table(FieldDefinition field) {
    return Sql.quoted(field.target().name().schema(), field.target().name().table());
  }

  /** The target, quoted. */
  String table() {
    return table(field);
  }

  /** The key's columns of the target. */
  List<String> ofTarget(String alias) {
    return field.key().stream().map(column -> name(alias, column)).toList();
  }

  /** The key's columns as the SELECT gives them, comparable with those of the target. */
  List<String> ofSelect(String alias) {
    List<String> columns = new ArrayList<>();
    for (Column column : field.key()) {
      String cast = comparable(column) ? "" : "::" + column.type().name();
      columns.add(
          "(" + name(alias, column) + cast + collations.getOrDefault(column.name(), "") + ")");
    }
    return columns;
  }

  private boolean comparable(Column column) {
    for (Relation.Output output : field.plan().outputs()) {
      if (output.name().equals(column.name())) {
        Kind given = output.expression().type().kind();
        Kind wanted = column.type().kind();
        return output.expression().type().oid() == column.type().oid()
            || (INTEGERS.contains(given) && INTEGERS.contains(wanted))
            || (TEXTS.contains(given) && TEXTS.contains(wanted));
      }
    }
    return true;
  }

  /**
   * A WHERE clause, or nothing.
   *
   * @param columns of {@link #ofTarget} or {@link #ofSelect}
   * @param exactly whether single keys must be met exactly, or may be met column by column
   */
  String where(Extent extent, List<String> columns, boolean exactly) {
    if (extent instanceof Extent.Range range) {
      String low = range.after() == null ? null : row(columns) + " > " + bound(AFTER);
      String high = range.until() == null ? null : row(columns) + " <= " + bound(UNTIL);
      if (low == null && high == null) {
        return "";
      }
      return " WHERE " + (low == null ? high : high == null ? low : low + " AND " + high);
    } else if (extent instanceof Extent.Keys) {
      return " WHERE " + among(columns) + (exactly ? " AND " + amongExactly(columns) : "");
    }
    return "";
  }

  private static String row(List<String> columns) {
    return "(" + String.join(", ", columns) + ")";
  }

  private String bound(String setting) {
    String json = "pg_catalog.current_setting('" + setting + "')::pg_catalog.jsonb";
    return "("
        + each(i -> "(" + json + " ->> " + i + ")::" + field.key().get(i).type().name(), ", ")
        + ")";
  }

  /** Each column by itself, which an index serves and which can be pushed down. */
  private String among(List<String> columns) {
    return each(
        i ->
            columns.get(i)
                + " = ANY (pg_catalog.current_setting('"
                + COLUMN
                + i
                + "')::"
                + field.key().get(i).type().name()
                + "[])",
        " AND ");
  }

  private String amongExactly(List<String> columns) {
    return row(columns)
        + " IN (SELECT "
        + each(i -> "(w.key ->> " + i + ")::" + field.key().get(i).type().name(), ", ")
        + " FROM pg_catalog.jsonb_array_elements(pg_catalog.current_setting('"
        + KEYS
        + "')::pg_catalog.jsonb) AS w (key))";
  }

  /** The columns of the key in text form, to be read. */
  String texts(String alias) {
    return each(i -> name(alias, field.key().get(i)) + "::text", ", ");
  }

  /** The columns of the key in their order. */
  String order(String alias) {
    return String.join(", ", ofTarget(alias));
  }

  private String each(IntFunction<String> form, String between) {
    return IntStream.range(0, field.key().size())
        .mapToObj(form)
        .collect(Collectors.joining(between));
  }

  private static String name(String alias, Column column) {
    return alias + "." + Sql.quoted(column.name());
  }
}
