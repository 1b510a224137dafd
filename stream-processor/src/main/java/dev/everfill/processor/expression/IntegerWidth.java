package dev.everfill.processor.expression;

/** The three widths of integers. */
enum IntegerWidth {
  SMALLINT("smallint", "2", Short.MIN_VALUE, Short.MAX_VALUE),
  INTEGER("integer", "4", Integer.MIN_VALUE, Integer.MAX_VALUE),
  BIGINT("bigint", "8", Long.MIN_VALUE, Long.MAX_VALUE);

  private final String sqlName;
  private final String bytes;
  private final long min;
  private final long max;

  IntegerWidth(String sqlName, String bytes, long min, long max) {
    this.sqlName = sqlName;
    this.bytes = bytes;
    this.min = min;
    this.max = max;
  }

  /** The type's name as {@code format_type} prints it. */
  String sqlName() {
    return sqlName;
  }

  /** How functions call it: the 4 of int4. */
  String bytes() {
    return bytes;
  }

  /** How functions call an operation of this and another width: int4, int48. */
  String prefix(IntegerWidth other) {
    return "int" + bytes + (this == other ? "" : other.bytes);
  }

  IntegerWidth wider(IntegerWidth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  long check(long value) {
    if (value < min || value > max) {
      throw Failures.outOfRange(sqlName);
    }
    return value;
  }

  boolean fits(long value) {
    return value >= min && value <= max;
  }

  EvaluationException outOfRange() {
    return Failures.outOfRange(sqlName);
  }
}
