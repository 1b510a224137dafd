package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The functions behind numeric's operators, and its rounding. */
final class NumericFunctions {
  private static final String ONE = "(numeric)";
  private static final String TWO = "(numeric,numeric)";

  private NumericFunctions() {}

  static void register(Registry registry) {
    registry
        .binary("numeric_add" + TWO, NumericArithmetic::add)
        .binary("numeric_sub" + TWO, NumericArithmetic::subtract)
        .binary("numeric_mul" + TWO, NumericArithmetic::multiply)
        .binary("numeric_div" + TWO, NumericArithmetic::divide)
        .binary("numeric_mod" + TWO, NumericArithmetic::remainder)
        .binary("mod" + TWO, NumericArithmetic::remainder)
        .unary("numeric_uminus" + ONE, NumericArithmetic::negate)
        .unary("numeric_uplus" + ONE, a -> a)
        .unary("numeric_abs" + ONE, NumericArithmetic::abs)
        .unary("abs" + ONE, NumericArithmetic::abs)
        .unary("sign" + ONE, NumericFunctions::sign);
    registerRounding(registry);
  }

  private static void registerRounding(Registry registry) {
    registry
        .unary("round" + ONE, a -> NumericArithmetic.round(a, 0, RoundingMode.HALF_UP))
        .unary("trunc" + ONE, a -> NumericArithmetic.round(a, 0, RoundingMode.DOWN))
        .unary("ceil" + ONE, a -> NumericArithmetic.round(a, 0, RoundingMode.CEILING))
        .unary("ceiling" + ONE, a -> NumericArithmetic.round(a, 0, RoundingMode.CEILING))
        .unary("floor" + ONE, a -> NumericArithmetic.round(a, 0, RoundingMode.FLOOR))
        .binary(
            "round(numeric,integer)",
            (a, scale) -> NumericArithmetic.round(a, (Long) scale, RoundingMode.HALF_UP))
        .binary(
            "trunc(numeric,integer)",
            (a, scale) -> NumericArithmetic.round(a, (Long) scale, RoundingMode.DOWN));
  }

  private static Object sign(Object value) {
    return value == SpecialNumber.NAN ? value : BigDecimal.valueOf(NumericArithmetic.sign(value));
  }
}
