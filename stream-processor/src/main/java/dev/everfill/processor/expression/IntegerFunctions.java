package dev.everfill.processor.expression;

import java.util.function.LongBinaryOperator;

/** Integer arithmetic: a result that does not fit its width is an error, division truncates. */
final class IntegerFunctions {
  private IntegerFunctions() {}

  static void register(Registry registry) {
    for (IntegerWidth a : IntegerWidth.values()) {
      registerOne(registry, a);
      for (IntegerWidth b : IntegerWidth.values()) {
        IntegerWidth result = a.wider(b);
        String types = "(" + a.sqlName() + "," + b.sqlName() + ")";
        binary(registry, a.prefix(b) + "pl" + types, result, Math::addExact);
        binary(registry, a.prefix(b) + "mi" + types, result, Math::subtractExact);
        binary(registry, a.prefix(b) + "mul" + types, result, Math::multiplyExact);
        binary(registry, a.prefix(b) + "div" + types, result, IntegerFunctions::divide);
      }
    }
  }

  private static void registerOne(Registry registry, IntegerWidth width) {
    String type = "(" + width.sqlName() + ")";
    String pair = "(" + width.sqlName() + "," + width.sqlName() + ")";
    String prefix = width.prefix(width);
    registry.unary(prefix + "um" + type, a -> negate(width, (Long) a));
    registry.unary(prefix + "up" + type, a -> a);
    for (String abs : new String[] {prefix + "abs", "abs"}) {
      registry.unary(abs + type, a -> (Long) a < 0 ? negate(width, (Long) a) : a);
    }
    binary(registry, prefix + "mod" + pair, width, IntegerFunctions::remainder);
    binary(registry, "mod" + pair, width, IntegerFunctions::remainder);
    binary(registry, prefix + "and" + pair, width, (a, b) -> a & b);
    binary(registry, prefix + "or" + pair, width, (a, b) -> a | b);
    binary(registry, prefix + "xor" + pair, width, (a, b) -> a ^ b);
    registry.unary(prefix + "not" + type, a -> ~(Long) a);
  }

  private static void binary(
      Registry registry, String signature, IntegerWidth result, LongBinaryOperator operation) {
    registry.binary(
        signature,
        (a, b) -> {
          try {
            return result.check(operation.applyAsLong((Long) a, (Long) b));
          } catch (ArithmeticException overflow) {
            throw result.outOfRange();
          }
        });
  }

  private static Object negate(IntegerWidth width, long value) {
    if (value == Long.MIN_VALUE) {
      throw width.outOfRange();
    }
    return width.check(-value);
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw Failures.divisionByZero();
    }
    return b == -1 ? Math.negateExact(a) : a / b;
  }

  private static long remainder(long a, long b) {
    if (b == 0) {
      throw Failures.divisionByZero();
    }
    return a % b;
  }
}
