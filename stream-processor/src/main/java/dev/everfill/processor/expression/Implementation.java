package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression.Call;
import java.util.List;

/** How a function is computed. Stateless. */
@FunctionalInterface
interface Implementation {
  /**
   * The function applied to the arguments.
   *
   * @throws IllegalArgumentException if this very call cannot be computed: a collation or an
   *     argument's type is not known here
   */
  Evaluator bind(Call call, List<Evaluator> arguments);

  /** A function of one argument that is NULL for NULL. */
  interface Unary {
    Object apply(Object a);
  }

  /** A function of two arguments that is NULL if one of them is. */
  interface Binary {
    Object apply(Object a, Object b);
  }

  /** A function of three arguments that is NULL if one of them is. */
  interface Ternary {
    Object apply(Object a, Object b, Object c);
  }

  /** A strict function of one argument. */
  static Implementation strict(Unary function) {
    return (call, arguments) -> {
      Evaluator first = arguments.get(0);
      return row -> {
        Object a = first.evaluate(row);
        return a == null ? null : function.apply(a);
      };
    };
  }

  /** A strict function of two arguments, which are both evaluated. */
  static Implementation strict(Binary function) {
    return (call, arguments) -> {
      Evaluator first = arguments.get(0);
      Evaluator second = arguments.get(1);
      return row -> {
        Object a = first.evaluate(row);
        Object b = second.evaluate(row);
        return a == null || b == null ? null : function.apply(a, b);
      };
    };
  }

  /** A strict function of three arguments, which are all evaluated. */
  static Implementation strict(Ternary function) {
    return (call, arguments) -> {
      Evaluator first = arguments.get(0);
      Evaluator second = arguments.get(1);
      Evaluator third = arguments.get(2);
      return row -> {
        Object a = first.evaluate(row);
        Object b = second.evaluate(row);
        Object c = third.evaluate(row);
        return a == null || b == null || c == null ? null : function.apply(a, b, c);
      };
    };
  }
}
