package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * PostgreSQL's text of floating-point numbers: the shortest decimal that lies strictly inside the
 * number's rounding interval. Java 17's own {@code toString} is not always the shortest.
 */
final class FloatForm {
  private FloatForm() {}

  static String ofDouble(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return special(value);
    }
    double size = Math.abs(value);
    BigDecimal above = middle(exact(size), beyond(size));
    BigDecimal below = middle(exact(size), exact(Math.nextDown(size)));
    return layout(value < 0, shortest(exact(size), below, above, 17), 15);
  }

  static String ofFloat(float value) {
    if (!Float.isFinite(value) || value == 0) {
      return special(value);
    }
    float size = Math.abs(value);
    BigDecimal next = exact(size).add(exact(Math.ulp(size)));
    BigDecimal below = middle(exact(size), exact(Math.nextDown(size)));
    return layout(value < 0, shortest(exact(size), below, middle(exact(size), next), 9), 6);
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  /** The next larger number, also where that would be infinite. */
  private static BigDecimal beyond(double size) {
    return exact(size).add(exact(Math.ulp(size)));
  }

  private static BigDecimal middle(BigDecimal a, BigDecimal b) {
    return a.add(b).divide(BigDecimal.valueOf(2));
  }

  private static String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    String digits = value == 0 ? "0" : "Infinity";
    return 1 / value < 0 || value < 0 ? "-" + digits : digits;
  }

  private static BigDecimal shortest(
      BigDecimal exact, BigDecimal below, BigDecimal above, int max) {
    for (int digits = 1; digits < max; digits++) {
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP}) {
        BigDecimal candidate = exact.round(new MathContext(digits, mode));
        if (candidate.compareTo(below) > 0 && candidate.compareTo(above) < 0) {
          return candidate;
        }
      }
    }
    return exact.round(new MathContext(max, RoundingMode.HALF_EVEN));
  }

  private static String layout(boolean negative, BigDecimal decimal, int fixedBelow) {
    BigDecimal value = decimal.stripTrailingZeros();
    String digits = value.unscaledValue().toString();
    int exponent = digits.length() - 1 - value.scale();
    String sign = negative ? "-" : "";
    if (exponent >= -4 && exponent < fixedBelow) {
      return sign + value.toPlainString();
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
  }
}
