package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression;

/** Turns expressions into closures over the row's values. Stateless. */
public final class ExpressionCompiler {
  private ExpressionCompiler() {}

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException naming a function that the library does not have
   */
  public static Evaluator compile(Expression expression) {
    throw new IllegalArgumentException(expression.toString());
  }
}
