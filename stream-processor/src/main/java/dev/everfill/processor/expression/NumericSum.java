package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sum of a multiset of numbers from which numbers can also be taken away, exactly as {@code
 * sum} would print it. Immutable.
 *
 * @param finite the sum of the finite numbers
 * @param scales how many finite numbers have each scale: the sum is printed with the largest one
 * @param nan how many are NaN
 * @param positive how many are infinity
 * @param negative how many are -infinity
 */
public record NumericSum(
    BigDecimal finite, Map<Integer, Long> scales, long nan, long positive, long negative) {

  /** The sum of nothing. */
  public static final NumericSum EMPTY = new NumericSum(BigDecimal.ZERO, Map.of(), 0, 0, 0);

  public NumericSum {
    scales = java.util.Collections.unmodifiableMap(new TreeMap<>(scales));
  }

  /** With one more number (a Long or a numeric value). */
  public NumericSum add(Object number) {
    throw new IllegalArgumentException(number.toString());
  }

  /** With one number less. */
  public NumericSum remove(Object number) {
    throw new IllegalArgumentException(number.toString());
  }

  /** Of both multisets together. */
  public NumericSum plus(NumericSum other) {
    throw new IllegalArgumentException(other.toString());
  }

  /** Without the other's numbers. */
  public NumericSum minus(NumericSum other) {
    throw new IllegalArgumentException(other.toString());
  }

  /** How many numbers are summed. */
  public long count() {
    return nan + positive + negative + scales.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A compact text for stores and topics. */
  public String toText() {
    return "";
  }

  /** What {@link #toText} wrote. */
  public static NumericSum fromText(String text) {
    throw new IllegalArgumentException(text);
  }
}
