package dev.everfill.sink.postgres;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Sql;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one statement of a field: its text depends on the columns alone, never on the batch. Its
 * parameters are one text array per key column, then one per value column. It gives (ordinal,
 * kind):
 *
 * <ul>
 *   <li>{@link #SAME}: the row is there and right
 *   <li>{@link #DIFFERS}: the row is there, was not right when the statement began, and has not
 *       been written
 *   <li>{@link #WRITTEN}: the row has been written
 *   <li>{@link #REWRITTEN}: the row has been written, and a trigger made another value of it
 *   <li>{@link #LOCKED}: once, with the number of rows that were to be written in place of the
 *       ordinal; a trigger suppressed what is missing among the written ones
 *   <li>nothing: there is no such row
 * </ul>
 *
 * A row that differs and was not locked is held by somebody else, or has been changed since.
 *
 * <p>Rows are locked in key order, and only free ones. Each part joins {@code incoming} with the
 * table alone: a join between two parts would be quadratic under a plan that does not know the size
 * of the batch. Only rows that were not written are looked up once more, by a hashed subquery: in a
 * backfill there are hardly any.
 */
final class UpdateSql {
  static final int SAME = 0;
  static final int DIFFERS = 1;
  static final int WRITTEN = 2;
  static final int REWRITTEN = 3;
  static final int LOCKED = 4;

  private final List<TypedColumn> key;
  private final List<TypedColumn> values;
  private final String table;

  private UpdateSql(TableName table, List<TypedColumn> key, List<TypedColumn> values) {
    this.key = key;
    this.values = values;
    this.table = Sql.quoted(table.schema(), table.table());
  }

  static String of(TableName table, List<TypedColumn> key, List<TypedColumn> values) {
    return new UpdateSql(table, key, values).text();
  }

  private String text() {
    return "WITH incoming AS MATERIALIZED (SELECT u.ordinal, "
        + casts()
        + " FROM ROWS FROM ("
        + list(key.size() + values.size(), i -> "pg_catalog.unnest(?::text[])")
        + ") WITH ORDINALITY AS u ("
        + Stream.concat(names("k", key.size()), names("v", values.size()))
            .collect(Collectors.joining(", "))
        + ", ordinal)), locked AS MATERIALIZED (SELECT i.* FROM incoming AS i JOIN "
        + table
        + " AS t ON "
        + sameKey("i")
        + " WHERE "
        + differs("i")
        + " ORDER BY "
        + list(key.size(), i -> column(key.get(i)))
        + " FOR NO KEY UPDATE OF t SKIP LOCKED), updated AS (UPDATE "
        + table
        + " AS t SET "
        + list(values.size(), i -> Sql.quoted(values.get(i).name()) + " = l.v" + i)
        + " FROM locked AS l WHERE "
        + sameKey("l")
        + " RETURNING l.ordinal, "
        + differs("l")
        + " AS differs), others AS (SELECT i.ordinal, "
        + differs("i")
        + " AS differs FROM incoming AS i JOIN "
        + table
        + " AS t ON "
        + sameKey("i")
        + " WHERE i.ordinal NOT IN (SELECT ordinal FROM updated)) SELECT ordinal, CASE WHEN differs"
        + " THEN "
        + DIFFERS
        + " ELSE "
        + SAME
        + " END FROM others UNION ALL SELECT ordinal, CASE WHEN differs THEN "
        + REWRITTEN
        + " ELSE "
        + WRITTEN
        + " END FROM updated UNION ALL SELECT count(*), "
        + LOCKED
        + " FROM locked";
  }

  private String casts() {
    return list(key.size(), i -> "u.k" + i + "::" + key.get(i).castType() + " AS k" + i)
        + ", "
        + list(values.size(), i -> "u.v" + i + "::" + values.get(i).castType() + " AS v" + i);
  }

  private String sameKey(String from) {
    return IntStream.range(0, key.size())
        .mapToObj(i -> column(key.get(i)) + " " + key.get(i).equality() + " " + from + ".k" + i)
        .collect(Collectors.joining(" AND "));
  }

  private String differs(String from) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> differs(values.get(i), from + ".v" + i))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String differs(TypedColumn column, String incoming) {
    String text = column.byText() ? "::text" : "";
    return column(column) + text + " IS DISTINCT FROM " + incoming + text;
  }

  private static String column(TypedColumn column) {
    return "t." + Sql.quoted(column.name());
  }

  private static Stream<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i);
  }

  private static String list(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(", "));
  }
}
