package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every function of the library against PostgreSQL, on random rows. A new signature joins by
 * itself.
 */
class FunctionOracleTest {
  private static final int ROWS = 1_200;
  private static final long SEED = Long.getLong("seed", 20_261_121L);
  private static final long COLLATION_C = 950;
  private static Oracle oracle;

  @BeforeAll
  static void connect() throws SQLException {
    oracle = new Oracle();
  }

  @AfterAll
  static void disconnect() throws SQLException {
    oracle.close();
  }

  @TestFactory
  Stream<DynamicTest> everyFunctionAgreesWithPostgres() {
    return new FunctionLibrary()
        .signatures().stream()
            .map(
                signature ->
                    DynamicTest.dynamicTest(signature + " seed " + SEED, () -> agrees(signature)));
  }

  private static void agrees(String signature) throws SQLException {
    int parenthesis = signature.indexOf('(');
    String name = signature.substring(0, parenthesis);
    String inside = signature.substring(parenthesis + 1, signature.length() - 1);
    if (inside.isEmpty() || inside.equals("\"any\"")) {
      for (int i = 0; i < 20; i++) {
        variadic(signature, name, inside.isEmpty() ? 0 : 3, i);
      }
      return;
    }
    if (signature.equals("jsonb_strip_nulls(jsonb)")) {
      // Gone since PostgreSQL 18, where the other argument has a default.
      check(signature, name, List.of("jsonb"), "jsonb", "");
      return;
    }
    String result = oracle.resultType('"' + name + "\"(" + inside + ")");
    for (List<String> types : variants(List.of(inside.split(",")))) {
      for (String constant : constants(signature)) {
        check(signature, name, types, result, constant);
      }
    }
  }

  /** Pseudo-types stand for several types each. */
  private static List<List<String>> variants(List<String> types) {
    if (types.contains("anyelement")) {
      return Stream.of(
              "boolean",
              "smallint",
              "bigint",
              "numeric",
              "real",
              "double precision",
              "text",
              "character varying",
              "uuid",
              "date",
              "timestamp without time zone",
              "jsonb",
              "text[]",
              "bigint[]")
          .map(List::of)
          .toList();
    }
    if (types.stream().noneMatch(type -> type.startsWith("any"))) {
      return List.of(types);
    }
    List<List<String>> variants = new ArrayList<>();
    for (String element : new String[] {"text", "integer", "bigint"}) {
      variants.add(
          types.stream()
              .map(t -> t.endsWith("array") ? element + "[]" : t.startsWith("any") ? element : t)
              .toList());
    }
    return variants;
  }

  /** What the first argument must be if it has to be a constant; otherwise one empty text. */
  private static List<String> constants(String signature) {
    List<String> ofDate =
        List.of(
            "year", "isoyear", "month", "day", "dow", "isodow", "doy", "quarter", "week", "epoch");
    return switch (signature.substring(0, signature.indexOf('('))) {
      case "timezone" -> List.of("UTC");
      case "date_trunc" ->
          List.of("second", "minute", "hour", "day", "week", "month", "quarter", "year");
      case "extract" ->
          signature.endsWith(",date)")
              ? ofDate
              : Stream.concat(ofDate.stream(), Stream.of("hour", "minute", "second")).toList();
      default -> List.of("");
    };
  }

  private static void check(
      String signature, String name, List<String> types, String result, String constant)
      throws SQLException {
    NastyValues values = new NastyValues(SEED + signature.hashCode());
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String[] row = types.stream().map(values::next).toArray(String[]::new);
      restrain(signature, row, values);
      rows.add(row);
    }
    List<Expression> inputs = new ArrayList<>();
    StringBuilder call = new StringBuilder("pg_catalog.\"" + name + "\"(");
    boolean path = name.startsWith("jsonb_extract_path");
    for (int i = 0; i < types.size(); i++) {
      boolean fixed = !constant.isEmpty() && i == 0;
      inputs.add(
          fixed
              ? new Expression.Constant(oracle.type("text"), constant)
              : new Expression.Input(i, oracle.type(types.get(i))));
      call.append(i > 0 ? ", " : "").append(path && i == 1 ? "VARIADIC " : "");
      call.append(fixed ? "'" + constant + "'" : "v" + i);
    }
    Expression.Call expression = call(signature, name, inputs, oracle.type(result));
    new Comparison(oracle).agree(call.append(")").toString(), expression, types, rows);
  }

  private static Expression.Call call(
      String signature, String name, List<Expression> inputs, DataType result) {
    return new Expression.Call(
        signature, Expression.Syntax.FUNCTION, name, inputs, result, COLLATION_C);
  }

  /** Keeps some arguments in the range where the function has something to do. */
  private static void restrain(String signature, String[] row, NastyValues values) {
    switch (signature) {
      case "repeat(text,integer)",
          "round(numeric,integer)",
          "trunc(numeric,integer)",
          "split_part(text,text,integer)",
          "jsonb_array_element(jsonb,integer)" ->
          row[row.length - 1] = values.small();
      case "numeric(numeric,integer)" ->
          row[1] = values.pick("-1", "655366", "655364", "1310732", "196613", "327682", "2051");
      case "varchar(character varying,integer,boolean)", "bpchar(character,integer,boolean)" ->
          row[1] = values.pick("-1", "5", "6", "7", "9", "14");
      case "like_escape(text,text)" -> row[1] = values.pick("", "\\", "a", "%", "ä", "ab", null);
      case "textlike(text,text)",
          "textnlike(text,text)",
          "like(text,text)",
          "notlike(text,text)" -> {
        if (row[0] != null && row[1] != null && values.pick("0", "1").equals("0")) {
          row[1] = row[0].replace("a", values.pick("%", "_", "%_")) + values.pick("", "%", "\\");
        }
      }
      default -> {}
    }
  }

  /** A variadic function with some random arguments of random types. */
  private static void variadic(String signature, String name, int pairs, int variant)
      throws SQLException {
    NastyValues values = new NastyValues(SEED + variant);
    boolean object = name.equals("jsonb_build_object");
    List<String> types = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      types.add(values.pick("text", "integer", "character varying"));
      types.add(
          values.pick(
              "boolean",
              "smallint",
              "bigint",
              "numeric",
              "real",
              "double precision",
              "text",
              "timestamp without time zone",
              "timestamp with time zone",
              "date",
              "jsonb",
              "text[]",
              "character",
              "uuid",
              "integer[]",
              "interval"));
    }
    List<String> inputs = types.isEmpty() ? List.of("integer") : types;
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < (types.isEmpty() ? 1 : 100); i++) {
      rows.add(inputs.stream().map(values::next).toArray(String[]::new));
    }
    List<Expression> arguments = new ArrayList<>();
    StringBuilder sql = new StringBuilder("pg_catalog." + name + "(");
    for (int i = 0; i < types.size(); i++) {
      arguments.add(new Expression.Input(i, oracle.type(types.get(i))));
      sql.append(i > 0 ? ", " : "").append("v").append(i);
    }
    if (pairs > 0) {
      for (String constant : Set.of("a", "\u00e4\"\\")) {
        arguments.add(new Expression.Constant(new DataType(705, "unknown", -1), constant));
        sql.append(", '").append(constant).append("'");
      }
    }
    if (!object && pairs > 0) {
      arguments.remove(arguments.size() - 1);
      sql.setLength(sql.lastIndexOf(","));
    }
    new Comparison(oracle)
        .agree(
            sql.append(")").toString(),
            call(signature, name, arguments, oracle.type("jsonb")),
            inputs,
            rows);
  }
}
