package dev.everfill.sink.postgres;

import dev.everfill.base.control.AdvanceSql;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Sql;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statement of a field: its text depends on the columns alone, never on the batch. Its first
 * parameters are one text array per key column, then one per value column, then how long these are.
 * It gives (ordinal, kind) of every row that it has not written, and once (0, 0):
 *
 * <ul>
 *   <li>{@link #SAME}: the row is there and right
 *   <li>{@link #DIFFERS}: the row is there, was not right when the statement began, and is held by
 *       somebody else or has been changed since
 *   <li>{@link #GONE}: there is no such row
 * </ul>
 *
 * <p>It fails with SQLSTATE 27000 if a trigger has made another value of a row, or has suppressed
 * it: trying it again could not help.
 *
 * <p>Rows are locked in key order, and only free ones. Each part joins {@code incoming} with the
 * table alone: a join between two parts would be quadratic under a plan that does not know the size
 * of the batch. Only rows that were not written are looked up once more, by a hashed subquery, and
 * nothing is if all were: in a backfill there are hardly any.
 */
final class UpdateSql {
  static final int SAME = 0;
  static final int DIFFERS = 1;
  static final int GONE = 2;

  /** The ordinals under which {@link #withProgress} says when it began, and how long it took. */
  static final int BEGAN = -1;

  static final int TOOK = -2;

  private final List<TypedColumn> key;
  private final List<TypedColumn> values;
  private final String table;

  private final String schema;

  /**
   * @param schema the control schema
   */
  UpdateSql(TableName table, List<TypedColumn> key, List<TypedColumn> values, String schema) {
    this.key = key;
    this.values = values;
    this.table = Sql.quoted(table.schema(), table.table());
    this.schema = schema;
  }

  /** Writes rows, and nothing else. */
  String alone() {
    return rows() + outcome();
  }

  /**
   * Writes rows and the progress that follows from them, and commits; so many times, all in one
   * message. The first transaction is to be begun before. Each says when the server began with it
   * and how long it took but for the commit, in microseconds.
   */
  String withProgress(AdvanceSql advance, int times) {
    String once =
        rows()
            + ", "
            + advance.beside()
            + outcome()
            + " UNION ALL SELECT 0, "
            + advance.allMoved()
            + " UNION ALL SELECT "
            + BEGAN
            + ", (pg_catalog.date_part('epoch', pg_catalog.statement_timestamp())"
            + " * 1000000)::bigint UNION ALL SELECT "
            + TOOK
            + ", (pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()"
            + " - pg_catalog.statement_timestamp()) * 1000000)::bigint"
            + "; COMMIT";
    return String.join("; BEGIN; ", Collections.nCopies(times, once));
  }

  private String rows() {
    return "WITH incoming AS MATERIALIZED (SELECT u.ordinal, "
        + casts()
        + " FROM ROWS FROM ("
        + list(key.size() + values.size(), i -> "pg_catalog.unnest(?::text[])")
        + ") WITH ORDINALITY AS u ("
        + Stream.concat(names("k", key.size()), names("v", values.size()))
            .collect(Collectors.joining(", "))
        + ", ordinal)), asked AS MATERIALIZED (SELECT ?::bigint AS rows), locked AS MATERIALIZED (SELECT i.* FROM incoming AS i JOIN "
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
        + " AS differs), tally AS MATERIALIZED (SELECT pg_catalog.count(*) AS written,"
        + " pg_catalog.bool_or(differs) AS rewritten FROM updated), others AS (SELECT i.ordinal, CASE WHEN "
        + column(key.get(0))
        + " IS NULL THEN "
        + GONE
        + " WHEN "
        + differs("i")
        + " THEN "
        + DIFFERS
        + " ELSE "
        + SAME
        + " END AS kind FROM incoming AS i LEFT JOIN "
        + table
        + " AS t ON "
        + sameKey("i")
        + " WHERE (SELECT written FROM tally) < (SELECT rows FROM asked) AND i.ordinal NOT IN (SELECT ordinal FROM updated))";
  }

  private String outcome() {
    return " SELECT ordinal, kind FROM others UNION ALL SELECT 0, CASE"
        + " WHEN (SELECT rewritten FROM tally) THEN "
        + triggered("makes another value of the one")
        + " WHEN (SELECT written FROM tally) < (SELECT pg_catalog.count(*) FROM locked) THEN "
        + triggered("suppresses the row")
        + " ELSE 0 END";
  }

  private String triggered(String what) {
    return Sql.quoted(schema, "triggered")
        + "('a BEFORE UPDATE trigger of the table "
        + what
        + " to be written')";
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
