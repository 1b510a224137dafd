package dev.everfill.processor.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.Analyser;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.FieldInput;
import dev.everfill.base.definition.Relation;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The user's text, as PostgreSQL analysed it, evaluated here and by PostgreSQL over the same rows.
 */
class AnalysedSelectTest {
  private static final long SEED = Long.getLong("seed", 5L);
  private static final List<String> TYPES =
      List.of("text", "text[]", "jsonb", "bigint", "numeric", "date", "timestamp with time zone");

  private static final String SCHEMA =
      """
      CREATE TABLE s (id integer PRIMARY KEY, t text, f text[], j jsonb, n bigint, m numeric, d date,
        z timestamptz, c varchar(20), w text);
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coalesce('flagged.suspicious' = ANY (f), false)"
            + " OR coalesce(t LIKE 'scanner.%' AND t LIKE '%.suspicious', false)",
        "CASE WHEN t IS NULL THEN NULL ELSE jsonb_build_object('version', t, 'createdAt', n,"
            + " 'at', z AT TIME ZONE 'UTC', 'clawdis', j, 'day', d, 'amount', m) END",
        "j ->> 'a'",
        "(j #>> '{a,0}') IS DISTINCT FROM t",
        "CASE jsonb_typeof(j) WHEN 'object' THEN 'o' WHEN 'array' THEN c ELSE NULL END",
        "t IN ('a', 'b', '')",
        "NOT (n BETWEEN -5 AND 5) AND m > 0.5",
        "round(m, 1) + n",
        "left(upper(t COLLATE \"C\"), 3) || c",
        "date_trunc('hour', z AT TIME ZONE 'UTC')",
        "extract(year FROM d)",
        "greatest(n, 3)",
        "nullif(trim(t), '')",
        "f && ARRAY['a', 'b'] OR f @> ARRAY['a']",
        "j @> '{\"a\": 1}' OR j ? 'b'"
      })
  void givesWhatPostgresGives(String expression) throws SQLException {
    TestDatabase database = TestPostgres.v18().database();
    database.execute(SCHEMA, "SET timezone = 'UTC'");
    try (Connection connection = database.connect()) {
      connection.createStatement().execute("SET timezone = 'UTC'; SET datestyle = 'ISO'");
      fill(connection);
      String type = text(connection, "SELECT pg_typeof(" + expression + ")::text FROM s LIMIT 1");
      connection
          .createStatement()
          .execute("CREATE TABLE g (id integer PRIMARY KEY, v " + type + ")");
      String select = "SELECT id, " + expression + " AS v FROM s";
      FieldInput input = new FieldInput("test", "g", select, Map.of());
      FieldDefinition field =
          new Analyser(new FunctionLibrary(), Duration.ofSeconds(10))
              .analyse(connection, List.of(input))
              .orThrow()
              .get(0);
      compare(connection, field);
    }
  }

  private static void fill(Connection connection) throws SQLException {
    NastyValues values = new NastyValues(SEED);
    String sql =
        "INSERT INTO s VALUES (?, ?, ?::text[], ?::jsonb, ?::bigint, ?::numeric, ?::date,"
            + " ?::timestamptz, left(?, 20), ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < 500; i++) {
        insert.setInt(1, i);
        for (int column = 0; column < TYPES.size(); column++) {
          insert.setString(column + 2, values.next(TYPES.get(column)));
        }
        insert.setString(9, values.next("text"));
        insert.setString(10, values.next("text"));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Evaluates the plan's outputs over the scanned columns, beside the user's own SELECT. */
  private static void compare(Connection connection, FieldDefinition field) throws SQLException {
    Relation.Project plan = field.plan();
    List<Column> columns = plan.input().columns();
    StringBuilder sql =
        new StringBuilder("SELECT CASE WHEN u.v IS NOT NULL THEN format('%s', u.v) END");
    for (Column column : columns) {
      String name = "s." + column.name();
      sql.append(", CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END");
    }
    sql.append(" FROM s JOIN (" + field.select() + ") u USING (id) ORDER BY id");
    Relation.Output output =
        plan.outputs().stream().filter(o -> o.name().equals("v")).findFirst().orElseThrow();
    Evaluator evaluator = ExpressionCompiler.compile(output.expression());
    TextForm form = TextForm.of(output.expression().type());
    List<String> theirs = new ArrayList<>();
    List<String> mine = new ArrayList<>();
    try (ResultSet row = connection.createStatement().executeQuery(sql.toString())) {
      while (row.next()) {
        theirs.add(row.getString(1));
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = TextForm.of(columns.get(i).type()).decode(row.getString(i + 2));
        }
        mine.add(form.encode(evaluator.evaluate(values)));
      }
    }
    assertThat(mine).hasSize(500).isEqualTo(theirs);
    assertThat(theirs).anyMatch(value -> value != null);
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    assertThat(new FunctionLibrary().supports("concat(\"any\")")).isFalse();
    assertThat(new FunctionLibrary().supports("max(text)")).isTrue();
    assertThat(new FunctionLibrary().supports("cast(text as integer)")).isTrue();
  }
}
