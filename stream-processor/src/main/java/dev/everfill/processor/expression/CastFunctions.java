package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Casts by function; their names are the target types'. */
final class CastFunctions {
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private CastFunctions() {}

  static void register(Registry registry) {
    for (IntegerWidth width : IntegerWidth.values()) {
      registerInteger(registry, width);
    }
    registry
        .unary("numeric(real)", a -> decimal((Double) a, 6))
        .unary("numeric(double precision)", a -> decimal((Double) a, 15))
        .unary("float8(numeric)", a -> toDouble(a, false))
        .unary("float4(numeric)", a -> toDouble(a, true))
        .unary("float8(real)", a -> a)
        .unary("float4(double precision)", a -> single((Double) a))
        .binary(
            "numeric(numeric,integer)",
            (a, modifier) -> NumericArithmetic.constrain(a, ((Long) modifier).intValue()));
    registry
        .unary("bool(integer)", a -> (Long) a != 0)
        .unary("int4(boolean)", a -> (Boolean) a ? 1L : 0L)
        .unary("text(boolean)", Object::toString)
        .unary("text(character)", ComparisonFunctions::trimmed)
        .ternary("varchar(character varying,integer,boolean)", CastFunctions::varchar)
        .ternary("bpchar(character,integer,boolean)", CastFunctions::character);
  }

  private static void registerInteger(Registry registry, IntegerWidth width) {
    String name = "int" + width.bytes();
    String from = "(" + width.sqlName() + ")";
    for (IntegerWidth other : IntegerWidth.values()) {
      if (other != width) {
        registry.unary(name + "(" + other.sqlName() + ")", a -> width.check((Long) a));
      }
    }
    registry
        .unary("numeric" + from, a -> BigDecimal.valueOf((Long) a))
        .unary("float8" + from, a -> (double) (Long) a)
        .unary("float4" + from, a -> (double) (float) (Long) a)
        .unary(name + "(numeric)", a -> fromNumeric(width, a))
        .unary(name + "(double precision)", a -> fromDouble(width, (Double) a))
        .unary(name + "(real)", a -> fromDouble(width, (Double) a));
  }

  static Object fromNumeric(IntegerWidth width, Object value) {
    if (!(value instanceof BigDecimal number)) {
      throw new EvaluationException(
          "0A000",
          "cannot convert "
              + (value == SpecialNumber.NAN ? "NaN" : "infinity")
              + " to "
              + width.sqlName());
    }
    BigDecimal rounded = number.setScale(0, RoundingMode.HALF_UP);
    if (rounded.compareTo(LONG_MIN) < 0 || rounded.compareTo(LONG_MAX) > 0) {
      throw width.outOfRange();
    }
    return width.check(rounded.longValue());
  }

  private static Object fromDouble(IntegerWidth width, double value) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded) || rounded < -0x1p63 || rounded >= 0x1p63) {
      throw width.outOfRange();
    }
    return width.check((long) rounded);
  }

  private static Object decimal(double value, int digits) {
    if (Double.isNaN(value)) {
      return SpecialNumber.NAN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? SpecialNumber.INFINITY : SpecialNumber.NEGATIVE_INFINITY;
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  private static Object toDouble(Object value, boolean single) {
    if (value instanceof SpecialNumber special) {
      return Double.valueOf(special.toString());
    }
    BigDecimal number = (BigDecimal) value;
    double nearest = single ? number.floatValue() : number.doubleValue();
    if (Double.isInfinite(nearest) || (nearest == 0 && number.signum() != 0)) {
      String type = single ? "real" : "double precision";
      throw new EvaluationException(
          Failures.OUT_OF_RANGE,
          "\"" + number.toPlainString() + "\" is out of range for type " + type);
    }
    return nearest;
  }

  private static Object single(double value) {
    double narrowed = (float) value;
    if (Double.isInfinite(narrowed) && !Double.isInfinite(value)) {
      throw FloatFunctions.overflow();
    }
    if (narrowed == 0 && value != 0) {
      throw FloatFunctions.underflow();
    }
    return narrowed;
  }

  /** An explicit cast cuts; an implicit one cuts spaces only. */
  private static Object varchar(Object value, Object modifier, Object explicit) {
    String text = (String) value;
    int limit = ((Long) modifier).intValue() - 4;
    if (limit < 0 || CodePoints.length(text) <= limit) {
      return text;
    }
    return cut(text, limit, (Boolean) explicit, "character varying");
  }

  private static Object character(Object value, Object modifier, Object explicit) {
    String text = (String) value;
    int limit = ((Long) modifier).intValue() - 4;
    if (limit < 0) {
      return text;
    }
    int length = CodePoints.length(text);
    return length <= limit
        ? text + " ".repeat(limit - length)
        : cut(text, limit, (Boolean) explicit, "character");
  }

  private static String cut(String text, int limit, boolean explicit, String type) {
    int end = text.offsetByCodePoints(0, limit);
    if (!explicit && text.substring(end).chars().anyMatch(c -> c != ' ')) {
      throw new EvaluationException("22001", "value too long for type " + type + "(" + limit + ")");
    }
    return text.substring(0, end);
  }
}
