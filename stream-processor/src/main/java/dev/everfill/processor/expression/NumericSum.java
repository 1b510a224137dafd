package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.util.Collections;
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
    scales = Collections.unmodifiableMap(new TreeMap<>(scales));
  }

  /** With one more number: a Long or a numeric value. */
  public NumericSum add(Object number) {
    return plus(one(number));
  }

  /** With one number less, which was added before. */
  public NumericSum remove(Object number) {
    return minus(one(number));
  }

  private static NumericSum one(Object number) {
    if (number instanceof SpecialNumber special) {
      return new NumericSum(
          BigDecimal.ZERO,
          Map.of(),
          special == SpecialNumber.NAN ? 1 : 0,
          special == SpecialNumber.INFINITY ? 1 : 0,
          special == SpecialNumber.NEGATIVE_INFINITY ? 1 : 0);
    }
    BigDecimal value =
        number instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) number;
    return new NumericSum(value, Map.of(value.scale(), 1L), 0, 0, 0);
  }

  /** Of both multisets together. */
  public NumericSum plus(NumericSum other) {
    return combine(other, 1);
  }

  /** Without the other's numbers, which were added before. */
  public NumericSum minus(NumericSum other) {
    return combine(other, -1);
  }

  private NumericSum combine(NumericSum other, long sign) {
    Map<Integer, Long> counts = new TreeMap<>(scales);
    other.scales.forEach((scale, count) -> counts.merge(scale, sign * count, Long::sum));
    counts.values().removeIf(count -> count == 0);
    BigDecimal sum = sign > 0 ? finite.add(other.finite) : finite.subtract(other.finite);
    int scale = counts.keySet().stream().mapToInt(s -> s).max().orElse(0);
    return new NumericSum(
        sum.setScale(scale, java.math.RoundingMode.UNNECESSARY),
        counts,
        nan + sign * other.nan,
        positive + sign * other.positive,
        negative + sign * other.negative);
  }

  /** How many numbers are summed. */
  public long count() {
    return nan + positive + negative + scales.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The sum as a numeric value; 0 of nothing, which SQL calls NULL. */
  public Object value() {
    if (nan > 0 || (positive > 0 && negative > 0)) {
      return SpecialNumber.NAN;
    }
    if (positive > 0) {
      return SpecialNumber.INFINITY;
    }
    return negative > 0 ? SpecialNumber.NEGATIVE_INFINITY : NumericArithmetic.fit(finite);
  }

  /** A compact text for stores and topics: the sum, the special counts, the scales' counts. */
  public String toText() {
    StringBuilder text = new StringBuilder(finite.toPlainString());
    text.append(' ').append(nan).append(' ').append(positive).append(' ').append(negative);
    scales.forEach((scale, count) -> text.append(' ').append(scale).append(':').append(count));
    return text.toString();
  }

  /** What {@link #toText} wrote. */
  public static NumericSum fromText(String text) {
    String[] words = text.split(" ");
    Map<Integer, Long> scales = new TreeMap<>();
    for (int i = 4; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      scales.put(
          Integer.parseInt(words[i], 0, colon, 10), Long.parseLong(words[i].substring(colon + 1)));
    }
    return new NumericSum(
        new BigDecimal(words[0]),
        scales,
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }
}
