package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's input syntax, for casts from text whose result depends on no setting. */
final class TextInput {
  private static final String DIGITS = "[0-9](?:_?[0-9])*";
  private static final Pattern INTEGER =
      Pattern.compile(
          "([+-]?)(?:("
              + DIGITS
              + ")|0[xX]((?:_?[0-9a-fA-F])+)|0[oO]((?:_?[0-7])+)"
              + "|0[bB]((?:_?[01])+))");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[+-]?(?:"
              + DIGITS
              + "(?:\\.(?:"
              + DIGITS
              + ")?)?|\\."
              + DIGITS
              + ")"
              + "(?:[eE][+-]?"
              + DIGITS
              + ")?");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  /** C's strtod reads these, so PostgreSQL does; without a power of two Java would not. */
  private static final Pattern HEXADECIMAL_FLOAT =
      Pattern.compile(
          "[+-]?0[xX](?:[0-9a-fA-F]+(?:\\.[0-9a-fA-F]*)?|\\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?");

  private TextInput() {}

  /** The types that can be read, as {@code format_type} prints them. */
  static Set<String> types() {
    return Set.of("boolean", "smallint", "integer", "bigint", "numeric", "double precision");
  }

  static Object parse(Kind kind, String text) {
    return switch (kind) {
      case BOOLEAN -> bool(text);
      case SMALLINT -> integer(IntegerWidth.SMALLINT, text);
      case INTEGER -> integer(IntegerWidth.INTEGER, text);
      case BIGINT -> integer(IntegerWidth.BIGINT, text);
      case NUMERIC -> numeric(text);
      case DOUBLE -> doublePrecision(text);
      default -> throw new IllegalArgumentException("no input of " + kind);
    };
  }

  /** Without the white space that C's isspace knows at both ends. */
  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && space(text.charAt(from))) {
      from++;
    }
    while (to > from && space(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static Object bool(String text) {
    String word = trim(text).toLowerCase(Locale.ROOT);
    boolean ascii = word.chars().allMatch(c -> c < 128);
    if (ascii && !word.isEmpty()) {
      if ("true".startsWith(word) || "yes".startsWith(word) || word.equals("on") || is1(word)) {
        return true;
      }
      boolean off = word.equals("of") || word.equals("off") || word.equals("0");
      if ("false".startsWith(word) || "no".startsWith(word) || off) {
        return false;
      }
    }
    throw Failures.invalidInput("boolean", text);
  }

  private static boolean is1(String word) {
    return word.equals("1");
  }

  private static Object integer(IntegerWidth width, String text) {
    Matcher matcher = INTEGER.matcher(trim(text));
    if (!matcher.matches()) {
      throw Failures.invalidInput(width.sqlName(), text);
    }
    BigInteger size = null;
    int[] radix = {10, 16, 8, 2};
    for (int group = 0; group < radix.length; group++) {
      if (matcher.group(group + 2) != null) {
        size = new BigInteger(matcher.group(group + 2).replace("_", ""), radix[group]);
      }
    }
    BigInteger value = matcher.group(1).equals("-") ? size.negate() : size;
    if (value.bitLength() > 63 || !width.fits(value.longValue())) {
      throw new EvaluationException(
          Failures.OUT_OF_RANGE,
          "value \"" + text + "\" is out of range for type " + width.sqlName());
    }
    return value.longValue();
  }

  private static Object numeric(String text) {
    String plain = trim(text);
    switch (plain.toLowerCase(Locale.ROOT)) {
      case "nan":
        return SpecialNumber.NAN;
      case "inf", "+inf", "infinity", "+infinity":
        return SpecialNumber.INFINITY;
      case "-inf", "-infinity":
        return SpecialNumber.NEGATIVE_INFINITY;
      default:
    }
    if (DECIMAL.matcher(plain).matches()) {
      return decimal(plain.replace("_", ""));
    }
    Matcher whole = INTEGER.matcher(plain);
    if (!whole.matches()) {
      throw Failures.invalidInput("numeric", text);
    }
    int radix = whole.group(3) != null ? 16 : whole.group(4) != null ? 8 : 2;
    String digits = plain.replace("_", "").replaceFirst("0[xXoObB]", "");
    return NumericArithmetic.fit(new BigDecimal(new BigInteger(digits, radix)));
  }

  private static Object decimal(String plain) {
    int e = Math.max(plain.indexOf('e'), plain.indexOf('E'));
    if (e >= 0 && new BigInteger(plain.substring(e + 1)).bitLength() > 30) {
      throw new EvaluationException(Failures.OUT_OF_RANGE, "value overflows numeric format");
    }
    BigDecimal number = new BigDecimal(plain);
    if (number.signum() == 0) {
      return number.setScale(Math.max(0, Math.min(number.scale(), 16_383)));
    }
    NumericArithmetic.fit(number);
    return NumericArithmetic.round(
        number, Math.max(0, Math.min(number.scale(), 16_383)), java.math.RoundingMode.HALF_UP);
  }

  private static Object doublePrecision(String text) {
    String plain = trim(text);
    switch (plain.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan":
        return Double.NaN;
      case "inf", "+inf", "infinity", "+infinity":
        return Double.POSITIVE_INFINITY;
      case "-inf", "-infinity":
        return Double.NEGATIVE_INFINITY;
      default:
    }
    boolean hexadecimal = HEXADECIMAL_FLOAT.matcher(plain).matches();
    if (!hexadecimal && !FLOAT.matcher(plain).matches()) {
      throw Failures.invalidInput("double precision", text);
    }
    boolean power = plain.indexOf('p') >= 0 || plain.indexOf('P') >= 0;
    double value = Double.parseDouble(hexadecimal && !power ? plain + "p0" : plain);
    boolean zero = !plain.matches(hexadecimal ? ".*[xX][^pP]*[1-9a-fA-F].*" : "[^eE]*[1-9].*");
    if (Double.isInfinite(value) || (value == 0 && !zero)) {
      throw new EvaluationException(
          Failures.OUT_OF_RANGE, "\"" + plain + "\" is out of range for type double precision");
    }
    return value;
  }
}
