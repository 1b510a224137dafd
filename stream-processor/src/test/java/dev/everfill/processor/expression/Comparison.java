package dev.everfill.processor.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Compares the compiled form of an expression with what PostgreSQL answers, row by row. */
final class Comparison {
  private final Oracle oracle;

  Comparison(Oracle oracle) {
    this.oracle = oracle;
  }

  /**
   * Asserts that both agree on every row, by the results' text and the errors' SQLSTATE, and that
   * every argument's text survives decoding and encoding.
   *
   * @param sql over v0, v1, …
   */
  void agree(String sql, Expression expression, List<String> types, List<String[]> rows)
      throws SQLException {
    Evaluator evaluator = ExpressionCompiler.compile(expression);
    List<TextForm> forms = new ArrayList<>();
    for (String type : types) {
      forms.add(TextForm.of(oracle.type(type)));
    }
    TextForm result = TextForm.of(expression.type());
    List<String> differences = new ArrayList<>();
    List<Oracle.Answer> answers = oracle.ask(sql, expression.type().name(), types, rows);
    assertThat(answers).hasSameSizeAs(rows);
    for (Oracle.Answer answer : answers) {
      String mine = evaluate(evaluator, result, forms, answer.arguments());
      String theirs = answer.failure() == null ? answer.result() : failure(answer.failure());
      if (!java.util.Objects.equals(mine, theirs)) {
        differences.add(answer + " but was " + mine);
      }
    }
    assertThat(differences.stream().limit(8)).as(differences.size() + " rows of " + sql).isEmpty();
    assertThat(answers).as("rows with a result of " + sql).anyMatch(a -> a.result() != null);
  }

  private static String failure(String failure) {
    return "error " + failure.substring(0, 5);
  }

  private static String evaluate(
      Evaluator evaluator, TextForm result, List<TextForm> forms, List<String> arguments) {
    Object[] row = new Object[arguments.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = forms.get(i).decode(arguments.get(i));
      assertThat(forms.get(i).encode(row[i])).isEqualTo(arguments.get(i));
    }
    try {
      return result.encode(evaluator.evaluate(row));
    } catch (EvaluationException e) {
      return "error " + e.sqlState();
    } catch (RuntimeException e) {
      throw new AssertionError("failed on " + arguments, e);
    }
  }

  DataType type(String name) throws SQLException {
    return oracle.type(name);
  }
}
