package dev.everfill.processor.expression;

import static dev.everfill.processor.expression.SpecialNumber.INFINITY;
import static dev.everfill.processor.expression.SpecialNumber.NAN;
import static dev.everfill.processor.expression.SpecialNumber.NEGATIVE_INFINITY;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Arithmetic of {@code numeric}: values are BigDecimal or {@link SpecialNumber}, and a result has
 * the scale that PostgreSQL gives it.
 */
final class NumericArithmetic {
  private static final int MAX_SCALE = 16_383;
  private static final int MAX_INTEGER_DIGITS = 131_072;

  private NumericArithmetic() {}

  static int compare(Object a, Object b) {
    return a instanceof BigDecimal left && b instanceof BigDecimal right
        ? left.compareTo(right)
        : Integer.compare(rank(a), rank(b));
  }

  private static int rank(Object value) {
    return value instanceof SpecialNumber special
        ? switch (special) {
          case NEGATIVE_INFINITY -> 0;
          case INFINITY -> 2;
          case NAN -> 3;
        }
        : 1;
  }

  static Object add(Object a, Object b) {
    if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
      return fit(left.add(right));
    }
    if (a == NAN || b == NAN) {
      return NAN;
    }
    if (a instanceof BigDecimal) {
      return b;
    }
    return b instanceof BigDecimal || a == b ? a : NAN;
  }

  static Object subtract(Object a, Object b) {
    return add(a, negate(b));
  }

  static Object negate(Object value) {
    if (value instanceof BigDecimal number) {
      return number.negate();
    }
    return value == NAN ? NAN : value == INFINITY ? NEGATIVE_INFINITY : INFINITY;
  }

  static Object abs(Object value) {
    return sign(value) < 0 ? negate(value) : value;
  }

  /** −1, 0, 1; for NaN 0. */
  static int sign(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum();
    }
    return value == NAN ? 0 : value == INFINITY ? 1 : -1;
  }

  static Object multiply(Object a, Object b) {
    if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
      BigDecimal product = left.multiply(right);
      return fit(
          product.scale() > MAX_SCALE
              ? product.setScale(MAX_SCALE, RoundingMode.HALF_UP)
              : product);
    }
    return a == NAN || b == NAN ? NAN : infinity(sign(a) * sign(b));
  }

  private static Object infinity(int sign) {
    return sign == 0 ? NAN : sign > 0 ? INFINITY : NEGATIVE_INFINITY;
  }

  static Object divide(Object a, Object b) {
    if (a == NAN || b == NAN) {
      return NAN;
    }
    if (!(b instanceof BigDecimal divisor)) {
      return a instanceof BigDecimal ? BigDecimal.ZERO : NAN;
    }
    requireNonZero(divisor);
    if (!(a instanceof BigDecimal dividend)) {
      return infinity(sign(a) * sign(b));
    }
    return fit(dividend.divide(divisor, divisionScale(dividend, divisor), RoundingMode.HALF_UP));
  }

  /** Enough digits for 16 significant ones, counted in groups of four as PostgreSQL stores them. */
  private static int divisionScale(BigDecimal dividend, BigDecimal divisor) {
    int groups = group(dividend) - group(divisor);
    if (leading(dividend) <= leading(divisor)) {
      groups--;
    }
    int scale = Math.max(16 - 4 * groups, Math.max(dividend.scale(), divisor.scale()));
    return Math.min(Math.max(scale, 0), 1000);
  }

  private static int firstDigit(BigDecimal number) {
    return number.precision() - number.scale() - 1;
  }

  private static int group(BigDecimal number) {
    return number.signum() == 0 ? 0 : Math.floorDiv(firstDigit(number), 4);
  }

  /** The first group's value, 1 to 9999; 0 for zero. */
  private static int leading(BigDecimal number) {
    return number.signum() == 0
        ? 0
        : number.abs().movePointLeft(4 * group(number)).setScale(0, RoundingMode.DOWN).intValue();
  }

  static Object remainder(Object a, Object b) {
    if (a == NAN || b == NAN) {
      return NAN;
    }
    if (!(b instanceof BigDecimal divisor)) {
      return a instanceof BigDecimal ? a : NAN;
    }
    requireNonZero(divisor);
    if (!(a instanceof BigDecimal dividend)) {
      return NAN;
    }
    int scale = Math.max(dividend.scale(), divisor.scale());
    return dividend.remainder(divisor).setScale(scale, RoundingMode.UNNECESSARY);
  }

  private static void requireNonZero(BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw Failures.divisionByZero();
    }
  }

  static Object round(Object value, long scale, RoundingMode mode) {
    if (!(value instanceof BigDecimal number)) {
      return value;
    }
    int bounded = (int) Math.max(-MAX_INTEGER_DIGITS, Math.min(MAX_SCALE, scale));
    return fit(number.setScale(bounded, mode).setScale(Math.max(bounded, 0), RoundingMode.DOWN));
  }

  /** The value as a column of type numeric with this modifier keeps it. */
  static Object constrain(Object value, int modifier) {
    if (modifier < 4 || value == NAN) {
      return value;
    }
    int precision = (modifier - 4) >> 16 & 0xffff;
    int scale = ((modifier - 4) & 0x7ff ^ 1024) - 1024;
    if (!(value instanceof BigDecimal number)) {
      throw Failures.numericFieldOverflow();
    }
    BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() > precision) {
      throw Failures.numericFieldOverflow();
    }
    return rounded.setScale(Math.max(scale, 0), RoundingMode.UNNECESSARY);
  }

  static BigDecimal fit(BigDecimal number) {
    if (number.precision() - number.scale() > MAX_INTEGER_DIGITS && number.signum() != 0) {
      throw new EvaluationException(Failures.OUT_OF_RANGE, "value overflows numeric format");
    }
    return number;
  }
}
