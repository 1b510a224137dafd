package dev.everfill.processor.expression;

/** Floating-point arithmetic: running over or under the range is an error, as is x / 0. */
final class FloatFunctions {
  private FloatFunctions() {}

  static void register(Registry registry) {
    register(registry, "float4", "real", "real", true);
    register(registry, "float8", "double precision", "double precision", false);
    register(registry, "float48", "real", "double precision", false);
    register(registry, "float84", "double precision", "real", false);
    registerOne(registry, "float4", "(real)");
    registerOne(registry, "float8", "(double precision)");
  }

  private static void registerOne(Registry registry, String prefix, String type) {
    registry
        .unary(prefix + "um" + type, a -> -(Double) a)
        .unary(prefix + "up" + type, a -> a)
        .unary(prefix + "abs" + type, a -> Math.abs((Double) a))
        .unary("abs" + type, a -> Math.abs((Double) a));
  }

  private static void register(
      Registry registry, String prefix, String a, String b, boolean single) {
    String types = "(" + a + "," + b + ")";
    registry.binary(prefix + "pl" + types, (x, y) -> sum(single, (Double) x, (Double) y));
    registry.binary(prefix + "mi" + types, (x, y) -> sum(single, (Double) x, -(Double) y));
    registry.binary(prefix + "mul" + types, (x, y) -> product(single, (Double) x, (Double) y));
    registry.binary(prefix + "div" + types, (x, y) -> quotient(single, (Double) x, (Double) y));
  }

  private static double narrow(boolean single, double value) {
    return single ? (float) value : value;
  }

  private static Object sum(boolean single, double a, double b) {
    double sum = narrow(single, a + b);
    if (Double.isInfinite(sum) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw overflow();
    }
    return sum;
  }

  private static Object product(boolean single, double a, double b) {
    double product = narrow(single, a * b);
    if (Double.isInfinite(product) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw overflow();
    }
    if (product == 0 && a != 0 && b != 0) {
      throw underflow();
    }
    return product;
  }

  private static Object quotient(boolean single, double a, double b) {
    if (b == 0 && !Double.isNaN(a)) {
      throw Failures.divisionByZero();
    }
    double quotient = narrow(single, a / b);
    if (Double.isInfinite(quotient) && !Double.isInfinite(a)) {
      throw overflow();
    }
    if (quotient == 0 && a != 0 && !Double.isInfinite(b)) {
      throw underflow();
    }
    return quotient;
  }

  static EvaluationException overflow() {
    return new EvaluationException(Failures.OUT_OF_RANGE, "value out of range: overflow");
  }

  static EvaluationException underflow() {
    return new EvaluationException(Failures.OUT_OF_RANGE, "value out of range: underflow");
  }
}
