package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * PostgreSQL's text form of a type's values, and the Java value that stands for each. Canonical
 * both ways: as PostgreSQL prints with TimeZone UTC, DateStyle ISO, IntervalStyle postgres and
 * extra_float_digits 1. Stateless.
 *
 * <p>Values are: Boolean; Long for integers; BigDecimal or {@link SpecialNumber} for numeric;
 * Double for both floating-point types; String for text, varchar, char(n) (padded), uuid and types
 * that are only carried; Long for dates (days since 2000-01-01) and timestamps (microseconds since
 * then), the extremes of long being the infinities; {@link Interval}; {@link Jsonb}; {@link
 * ArrayValue}.
 */
public interface TextForm {
  /**
   * The value of a text that PostgreSQL printed. It is not PostgreSQL's input syntax, which allows
   * far more.
   *
   * @param text null for NULL
   * @throws RuntimeException if PostgreSQL cannot have printed the text for this type
   */
  Object decode(String text);

  /** The text of a value; null for NULL. */
  String encode(Object value);

  /** The text form of a type. */
  static TextForm of(DataType type) {
    return of(type.kind());
  }

  /** The text form of a family of types. */
  static TextForm of(DataType.Kind kind) {
    return switch (kind) {
      case BOOLEAN -> form(TextForm::bool, b -> (Boolean) b ? "t" : "f");
      case SMALLINT, INTEGER, BIGINT -> form(Long::valueOf, Object::toString);
      case NUMERIC -> form(TextForm::numeric, TextForm::numericText);
      case REAL -> form(t -> (double) Float.parseFloat(t), v -> FloatForm.ofFloat(real(v)));
      case DOUBLE -> form(Double::valueOf, v -> FloatForm.ofDouble((Double) v));
      case TEXT, VARCHAR, CHAR, UUID, OTHER -> form(t -> t, v -> (String) v);
      case DATE -> form(DateTimeForm::parseDate, v -> DateTimeForm.date((Long) v));
      case TIMESTAMP -> timestamp("");
      case TIMESTAMPTZ -> timestamp("+00");
      case INTERVAL -> form(Interval::parse, Object::toString);
      case JSONB -> form(Jsonb::ofText, Object::toString);
      case TEXT_ARRAY, VARCHAR_ARRAY -> new ArrayForm(of(DataType.Kind.TEXT));
      case INTEGER_ARRAY, BIGINT_ARRAY -> new ArrayForm(of(DataType.Kind.BIGINT));
    };
  }

  private static TextForm timestamp(String zone) {
    return form(DateTimeForm::parseTimestamp, v -> DateTimeForm.timestamp((Long) v, ' ', zone));
  }

  private static Object bool(String text) {
    return switch (text) {
      case "t", "true" -> true;
      case "f", "false" -> false;
      default -> throw new IllegalArgumentException("no boolean: " + text);
    };
  }

  private static Object numeric(String text) {
    char last = text.charAt(text.length() - 1);
    return last == 'y' || last == 'N' ? SpecialNumber.of(text) : new BigDecimal(text);
  }

  private static String numericText(Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  private static float real(Object value) {
    return ((Double) value).floatValue();
  }

  private static TextForm form(Function<String, Object> decode, Function<Object, String> encode) {
    return new TextForm() {
      @Override
      public Object decode(String text) {
        return text == null ? null : decode.apply(text);
      }

      @Override
      public String encode(Object value) {
        return value == null ? null : encode.apply(value);
      }
    };
  }
}
