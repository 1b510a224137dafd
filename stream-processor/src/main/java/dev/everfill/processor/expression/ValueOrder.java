package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import java.util.Comparator;

/**
 * PostgreSQL's default order of a type's values, also as bytes for ordered stores; text is ordered
 * as in the "C" collation. Stateless. NULL has no place in it: callers keep NULLs out.
 */
public interface ValueOrder extends Comparator<Object> {
  /**
   * Bytes whose unsigned order is the values' order and of which none is a prefix of another, so
   * that a key may go on behind them. Values that compare as equal but print differently (1.0 and
   * 1.00) give different bytes.
   */
  byte[] encode(Object value);

  /** The value that {@link #encode} was given, from bytes that begin with its encoding. */
  Object decode(byte[] bytes);

  /** The length of the encoding with which the bytes begin. */
  int length(byte[] bytes);

  /**
   * The order of a type.
   *
   * @throws IllegalArgumentException if the type has no order that is computed here
   */
  static ValueOrder of(DataType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT, DATE, TIMESTAMP, TIMESTAMPTZ -> new LongOrder();
      case REAL, DOUBLE -> new DoubleOrder();
      case NUMERIC -> new NumericOrder();
      case TEXT, VARCHAR, UUID -> new TextOrder();
      case BOOLEAN -> new BooleanOrder();
      default ->
          throw new IllegalArgumentException(
              "values of type " + type.name() + " have no order here");
    };
  }
}
