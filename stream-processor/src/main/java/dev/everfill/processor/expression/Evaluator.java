package dev.everfill.processor.expression;

/** A compiled expression. Stateless, so any number of threads may use it. */
@FunctionalInterface
public interface Evaluator {
  /**
   * The expression's value over one row.
   *
   * @param row the input relation's columns, as {@link TextForm#decode} gives them; null is NULL
   * @return the value, null for NULL
   * @throws EvaluationException where PostgreSQL would raise an error
   */
  Object evaluate(Object[] row);
}
