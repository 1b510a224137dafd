package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;

/**
 * PostgreSQL's text form of a type's values, and the Java value that stands for each. Canonical
 * both ways: as PostgreSQL prints with TimeZone UTC, DateStyle ISO, IntervalStyle postgres and
 * extra_float_digits 1. Stateless.
 */
public interface TextForm {
  /**
   * The value of a text.
   *
   * @param text null for NULL
   * @throws EvaluationException if the text is no value of the type
   */
  Object decode(String text);

  /** The text of a value; null for NULL. */
  String encode(Object value);

  /** The text form of a type. */
  static TextForm of(DataType type) {
    throw new IllegalArgumentException(type.name());
  }
}
