package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.processor.expression.Evaluator;
import dev.everfill.processor.expression.ExpressionCompiler;
import dev.everfill.processor.expression.TextForm;

/** One expression of the select list and the text form in which its values leave. */
final class Output {
  private final Evaluator evaluator;
  private final TextForm form;
  private final TextForm target;

  /**
   * @param column the target column; where its type is another one than the expression's the value
   *     takes its text form
   */
  Output(Expression expression, Column column) {
    DataType type = expression.type();
    this.evaluator = ExpressionCompiler.compile(expression);
    this.form = TextForm.of(type);
    this.target = type.oid() == column.type().oid() ? null : TextForm.of(column.type());
  }

  /** The text form of the value over a row; null for NULL. */
  String text(Object[] row) {
    Object value = evaluator.evaluate(row);
    if (value == null) {
      return null;
    }
    String text = form.encode(value);
    return target == null ? text : target.encode(target.decode(text));
  }

  /** The text form of constants of a column's type. */
  static String canonical(Column column, String text) {
    TextForm form = TextForm.of(column.type());
    return text == null ? null : form.encode(form.decode(text));
  }
}
