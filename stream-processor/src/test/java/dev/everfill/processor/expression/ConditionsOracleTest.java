package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Call;
import dev.everfill.base.definition.Expression.Connective;
import dev.everfill.base.definition.Expression.Input;
import dev.everfill.base.definition.Expression.Truth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no function (logic, choices, NULL tests, arrays) against PostgreSQL. */
class ConditionsOracleTest {
  private static final long SEED = Long.getLong("seed", 11L);
  private Oracle oracle;
  private DataType bool;
  private DataType text;
  private DataType integer;
  private DataType numeric;

  @BeforeEach
  void connect() throws SQLException {
    oracle = new Oracle();
    bool = oracle.type("boolean");
    text = oracle.type("text");
    integer = oracle.type("integer");
    numeric = oracle.type("numeric");
  }

  @AfterEach
  void disconnect() throws SQLException {
    oracle.close();
  }

  private void agree(String sql, Expression expression, String... types) throws SQLException {
    NastyValues values = new NastyValues(SEED + sql.hashCode());
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String[] row = new String[types.length];
      for (int j = 0; j < row.length; j++) {
        boolean small = types[j].equals("integer") && i % 2 == 0;
        row[j] = small ? values.pick("0", "1", "2", null) : values.next(types[j]);
        if (types[j].equals("text") && i % 2 == 0) {
          row[j] = values.pick("a", "b", "", null);
        }
      }
      rows.add(row);
    }
    new Comparison(oracle).agree(sql, expression, List.of(types), rows);
  }

  private static Expression in(int index, DataType type) {
    return new Input(index, type);
  }

  private Call call(String function, DataType type, Expression... arguments) {
    return new Call(function, Expression.Syntax.OPERATOR, function, List.of(arguments), type, 950);
  }

  @Test
  void threeValuedLogic() throws SQLException {
    List<Expression> three = List.of(in(0, bool), in(1, bool), in(2, bool));
    String[] types = {"boolean", "boolean", "boolean"};
    agree("v0 AND v1 AND v2", new Expression.Logical(Connective.AND, three, bool), types);
    agree("v0 OR v1 OR v2", new Expression.Logical(Connective.OR, three, bool), types);
    agree("NOT v0", new Expression.Logical(Connective.NOT, three.subList(0, 1), bool), "boolean");
  }

  @Test
  void testsOfNullAndTruth() throws SQLException {
    agree("v0 IS NULL", new Expression.NullTest(in(0, text), false, bool), "text");
    agree("v0 IS NOT NULL", new Expression.NullTest(in(0, text), true, bool), "text");
    for (Truth truth : Truth.values()) {
      agree(
          "v0 IS " + truth, new Expression.BooleanTest(in(0, bool), truth, false, bool), "boolean");
      agree(
          "v0 IS NOT " + truth,
          new Expression.BooleanTest(in(0, bool), truth, true, bool),
          "boolean");
    }
  }

  @Test
  void logicStopsBeforeAnErrorAndElseReportsIt() throws SQLException {
    Expression zero = new Expression.Constant(integer, "0");
    Expression divided =
        call(
            "int4gt(integer,integer)",
            bool,
            call("int4div(integer,integer)", integer, in(1, integer), in(0, integer)),
            zero);
    Expression nonZero = call("int4ne(integer,integer)", bool, in(0, integer), zero);
    agree(
        "v0 <> 0 AND v1 / v0 > 0",
        new Expression.Logical(Connective.AND, List.of(nonZero, divided), bool),
        "integer",
        "integer");
    agree("v1 / v0 > 0", divided, "integer", "integer");
  }

  @Test
  void choices() throws SQLException {
    Expression searched =
        new Expression.Case(
            null,
            List.of(
                new Expression.Branch(
                    call("int4lt(integer,integer)", bool, in(0, integer), in(1, integer)),
                    new Expression.Constant(text, "less")),
                new Expression.Branch(in(2, bool), new Expression.Constant(text, null))),
            new Expression.Constant(text, "else"),
            text);
    agree(
        "CASE WHEN v0 < v1 THEN 'less' WHEN v2 THEN NULL ELSE 'else' END",
        searched,
        "integer",
        "integer",
        "boolean");
    Expression simple =
        new Expression.Case(
            in(0, integer),
            List.of(
                branch(new Expression.Constant(integer, "1"), "one"), branch(in(1, integer), "v")),
            new Expression.Constant(text, null),
            text);
    agree("CASE v0 WHEN 1 THEN 'one' WHEN v1 THEN 'v' END", simple, "integer", "integer");
  }

  private Expression.Branch branch(Expression value, String result) {
    return new Expression.Branch(
        call("int4eq(integer,integer)", bool, new Expression.CaseOperand(integer), value),
        new Expression.Constant(text, result));
  }

  @Test
  void coalesceNullifAndDistinct() throws SQLException {
    List<Expression> texts = List.of(in(0, text), in(1, text));
    agree("COALESCE(v0, v1)", new Expression.Coalesce(texts, text), "text", "text");
    Call equal = call("texteq(text,text)", bool, in(0, text), in(1, text));
    agree("NULLIF(v0, v1)", new Expression.NullIf(equal, text), "text", "text");
    agree("v0 IS DISTINCT FROM v1", new Expression.Distinct(equal, bool), "text", "text");
  }

  @Test
  void extremes() throws SQLException {
    for (String name : List.of("integer", "numeric", "double precision", "text", "date", "uuid")) {
      DataType type = oracle.type(name);
      List<Expression> three = List.of(in(0, type), in(1, type), in(2, type));
      agree("GREATEST(v0,v1,v2)", new Expression.Extreme(true, three, type, 950), name, name, name);
      agree("LEAST(v0,v1,v2)", new Expression.Extreme(false, three, type, 950), name, name, name);
    }
  }

  @Test
  void quantifiedComparisonsAndArrays() throws SQLException {
    DataType texts = oracle.type("text[]");
    Call equal = call("texteq(text,text)", bool, in(0, text), in(1, texts));
    agree("v0 = ANY (v1)", new Expression.Quantified(equal, true, bool), "text", "text[]");
    Call unequal = call("textne(text,text)", bool, in(0, text), in(1, texts));
    agree("v0 <> ALL (v1)", new Expression.Quantified(unequal, false, bool), "text", "text[]");
    List<Expression> three = List.of(in(0, text), in(1, text), in(2, text));
    agree("ARRAY[v0, v1, v2]", new Expression.ArrayOf(three, text, texts), "text", "text", "text");
  }

  @Test
  void theSuspicionOfASkill() throws SQLException {
    DataType texts = oracle.type("text[]");
    Expression flagged =
        new Expression.Quantified(
            call("texteq(text,text)", bool, new Expression.Constant(text, "a"), in(0, texts)),
            true,
            bool);
    Expression pattern = new Expression.Constant(text, "scanner.%.suspicious");
    Expression reason = call("textlike(text,text)", bool, in(1, text), pattern);
    Expression no = new Expression.Constant(bool, "f");
    Expression either =
        new Expression.Logical(
            Connective.OR,
            List.of(
                new Expression.Coalesce(List.of(flagged, no), bool),
                new Expression.Coalesce(List.of(reason, no), bool)),
            bool);
    agree(
        "COALESCE('a' = ANY (v0), false) OR COALESCE(v1 LIKE 'scanner.%.suspicious', false)",
        either, "text[]", "text");
  }

  @Test
  void castsThatChangeNothing() throws SQLException {
    DataType varchar = oracle.type("character varying");
    agree("v0::text", new Expression.Relabel(in(0, varchar), text, true), "character varying");
    Expression sum = call("numeric_add(numeric,numeric)", numeric, in(0, numeric), in(0, numeric));
    agree("(v0 + v0)::numeric", new Expression.Relabel(sum, numeric, true), "numeric");
  }
}
