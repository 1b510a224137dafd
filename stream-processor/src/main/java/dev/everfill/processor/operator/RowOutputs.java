package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A list of expressions over rows in text form. A plain column passes through as it is, without
 * being decoded.
 */
final class RowOutputs {
  private final RowReader reader;
  private final int[] plain;
  private final Output[] outputs;

  /**
   * @param input the rows' columns
   * @param targets the column that each expression fills
   */
  RowOutputs(List<Column> input, List<Expression> expressions, List<Column> targets) {
    this.plain = new int[expressions.size()];
    this.outputs = new Output[expressions.size()];
    List<Expression> computed = new ArrayList<>();
    for (int i = 0; i < plain.length; i++) {
      Expression expression = expressions.get(i);
      plain[i] = passes(expression, targets.get(i)) ? ((Expression.Input) expression).index() : -1;
      if (plain[i] < 0) {
        outputs[i] = new Output(expression, targets.get(i));
        computed.add(expression);
      }
    }
    this.reader = computed.isEmpty() ? null : new RowReader(input, computed);
  }

  private static boolean passes(Expression expression, Column target) {
    return expression instanceof Expression.Input
        && Objects.equals(expression.type().oid(), target.type().oid());
  }

  /** The text forms of the expressions' values. */
  String[] texts(String[] row) {
    Object[] values = reader == null ? null : reader.read(row);
    String[] texts = new String[plain.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = plain[i] >= 0 ? row[plain[i]] : outputs[i].text(values);
    }
    return texts;
  }
}
