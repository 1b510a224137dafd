package dev.everfill.processor.expression;

import dev.everfill.processor.expression.ArrayValue.Dimension;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Functions of arrays of text and integers, whose elements are equal if they are equal in Java. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static void register(Registry registry) {
    registry
        .binary("arraycontains(anyarray,anyarray)", (a, b) -> contains(elements(a), elements(b)))
        .binary("arraycontained(anyarray,anyarray)", (a, b) -> contains(elements(b), elements(a)))
        .binary("arrayoverlap(anyarray,anyarray)", (a, b) -> overlap(elements(a), elements(b)))
        .unary("cardinality(anyarray)", a -> (long) elements(a).size())
        .binary(
            "array_length(anyarray,integer)",
            (a, n) -> {
              Dimension dimension = dimension((ArrayValue) a, (Long) n);
              return dimension == null ? null : (long) dimension.length();
            })
        .add("array_position(anycompatiblearray,anycompatible)", ArrayFunctions::bindPosition);
  }

  private static List<Object> elements(Object array) {
    return ((ArrayValue) array).elements();
  }

  /** A NULL is contained in nothing. */
  private static boolean contains(List<Object> all, List<Object> some) {
    Set<Object> there = new HashSet<>(all);
    there.remove(null);
    return there.containsAll(some);
  }

  private static boolean overlap(List<Object> a, List<Object> b) {
    return a.stream().anyMatch(element -> element != null && b.contains(element));
  }

  private static Dimension dimension(ArrayValue array, long number) {
    List<Dimension> dimensions = array.dimensions();
    return number < 1 || number > dimensions.size() ? null : dimensions.get((int) number - 1);
  }

  /** Finds NULL too, so it is not strict in what it looks for. */
  private static Evaluator bindPosition(
      dev.everfill.base.definition.Expression.Call call, List<Evaluator> arguments) {
    Evaluator array = arguments.get(0);
    Evaluator wanted = arguments.get(1);
    return row -> {
      ArrayValue value = (ArrayValue) array.evaluate(row);
      Object element = wanted.evaluate(row);
      if (value == null) {
        return null;
      }
      if (value.dimensions().size() > 1) {
        throw new EvaluationException(
            "0A000", "searching for elements in multidimensional arrays is not supported");
      }
      int index = value.elements().indexOf(element);
      return index < 0 ? null : (Object) (long) (index + value.dimensions().get(0).lower());
    };
  }
}
