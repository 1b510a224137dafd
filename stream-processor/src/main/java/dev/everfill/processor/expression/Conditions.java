package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression.Connective;
import dev.everfill.base.definition.Expression.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What SQL evaluates other than by calling a function: three-valued logic, choices, NULL. */
final class Conditions {
  private Conditions() {}

  static Evaluator logical(Connective connective, List<Evaluator> arguments) {
    if (connective == Connective.NOT) {
      Evaluator argument = arguments.get(0);
      return row -> {
        Object value = argument.evaluate(row);
        return value == null ? null : !(Boolean) value;
      };
    }
    boolean decisive = connective == Connective.OR;
    Evaluator[] all = arguments.toArray(Evaluator[]::new);
    return row -> {
      boolean unknown = false;
      for (Evaluator argument : all) {
        Object value = argument.evaluate(row);
        if (value == null) {
          unknown = true;
        } else if ((Boolean) value == decisive) {
          return decisive;
        }
      }
      return unknown ? null : (Object) !decisive;
    };
  }

  static Evaluator nullTest(Evaluator argument, boolean negated) {
    return row -> (argument.evaluate(row) == null) != negated;
  }

  static Evaluator booleanTest(Evaluator argument, Truth truth, boolean negated) {
    Boolean wanted =
        switch (truth) {
          case TRUE -> Boolean.TRUE;
          case FALSE -> Boolean.FALSE;
          case UNKNOWN -> null;
        };
    return row -> Objects.equals(argument.evaluate(row), wanted) != negated;
  }

  static Evaluator choice(List<Evaluator> conditions, List<Evaluator> results, Evaluator last) {
    return row -> {
      for (int i = 0; i < conditions.size(); i++) {
        if (Boolean.TRUE.equals(conditions.get(i).evaluate(row))) {
          return results.get(i).evaluate(row);
        }
      }
      return last.evaluate(row);
    };
  }

  static Evaluator coalesce(List<Evaluator> arguments) {
    return row -> {
      for (Evaluator argument : arguments) {
        Object value = argument.evaluate(row);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  static Evaluator nullIf(Evaluator left, Evaluator right, Evaluator equality) {
    return row -> {
      Object a = left.evaluate(row);
      Object b = right.evaluate(row);
      boolean comparable = a != null && b != null;
      return comparable && Boolean.TRUE.equals(pair(equality, a, b)) ? null : a;
    };
  }

  static Evaluator distinct(Evaluator left, Evaluator right, Evaluator equality) {
    return row -> {
      Object a = left.evaluate(row);
      Object b = right.evaluate(row);
      return a == null || b == null ? a != b : !(Boolean) pair(equality, a, b);
    };
  }

  /** Of equal values the first one stays. */
  static Evaluator extreme(List<Evaluator> arguments, ValueOrder order, boolean greatest) {
    return row -> {
      Object best = null;
      for (Evaluator argument : arguments) {
        Object value = argument.evaluate(row);
        if (value != null && (best == null || better(order.compare(value, best), greatest))) {
          best = value;
        }
      }
      return best;
    };
  }

  private static boolean better(int comparison, boolean greatest) {
    return greatest ? comparison > 0 : comparison < 0;
  }

  static Evaluator quantified(
      Evaluator scalar, Evaluator array, Evaluator comparison, boolean any) {
    return row -> {
      Object value = scalar.evaluate(row);
      ArrayValue elements = (ArrayValue) array.evaluate(row);
      if (elements == null) {
        return null;
      }
      boolean unknown = false;
      for (Object element : elements.elements()) {
        Object result = pair(comparison, value, element);
        if (result == null) {
          unknown = true;
        } else if ((Boolean) result == any) {
          return any;
        }
      }
      return unknown ? null : (Object) !any;
    };
  }

  static Evaluator arrayOf(List<Evaluator> elements) {
    return row -> {
      List<Object> values = new ArrayList<>(elements.size());
      for (Evaluator element : elements) {
        values.add(element.evaluate(row));
      }
      return ArrayValue.of(values);
    };
  }

  private static Object pair(Evaluator function, Object a, Object b) {
    return function.evaluate(new Object[] {a, b});
  }
}
