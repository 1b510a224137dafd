package dev.everfill.processor.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An array. Immutable.
 *
 * @param elements in storage order, whatever the dimensions; NULLs are null
 * @param dimensions none if the array is empty
 */
public record ArrayValue(List<Object> elements, List<Dimension> dimensions) {
  /** One dimension: the first subscript and the number of elements. */
  public record Dimension(int lower, int length) {}

  public ArrayValue {
    elements = Collections.unmodifiableList(new ArrayList<>(elements));
    dimensions = List.copyOf(dimensions);
  }

  /** An ordinary array, subscripts from 1. */
  public static ArrayValue of(List<Object> elements) {
    return new ArrayValue(
        elements, elements.isEmpty() ? List.of() : List.of(new Dimension(1, elements.size())));
  }
}
