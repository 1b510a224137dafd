package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.DataType.Kind;

/** Casts that call no function. */
final class Casts {
  private Casts() {}

  /** A cast that changes no bits; only between types whose values are alike in Java too. */
  static Evaluator relabel(Evaluator argument, DataType from, DataType to) {
    if (!representation(from.kind()).equals(representation(to.kind()))) {
      throw unsupported(from, to);
    }
    return argument;
  }

  private static String representation(Kind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT -> "integer";
      case REAL, DOUBLE -> "float";
      case TEXT, VARCHAR, CHAR, OTHER -> "text";
      case TEXT_ARRAY, VARCHAR_ARRAY -> "text[]";
      case INTEGER_ARRAY, BIGINT_ARRAY -> "integer[]";
      default -> kind.name();
    };
  }

  /** Whether {@link #throughText} can be computed. */
  static boolean supportsThroughText(DataType from, DataType to) {
    boolean fromText = textual(from.kind());
    return textual(to.kind()) ? from.kind() != Kind.OTHER : fromText && TextInput.supports(to);
  }

  static Evaluator throughText(Evaluator argument, DataType from, DataType to) {
    if (!supportsThroughText(from, to)) {
      throw unsupported(from, to);
    }
    TextForm source = TextForm.of(from);
    if (textual(to.kind())) {
      return row -> source.encode(argument.evaluate(row));
    }
    return row -> {
      String text = source.encode(argument.evaluate(row));
      return text == null ? null : TextInput.parse(to.kind(), text);
    };
  }

  private static boolean textual(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.VARCHAR;
  }

  private static IllegalArgumentException unsupported(DataType from, DataType to) {
    return new IllegalArgumentException(
        "the cast from " + from.name() + " to " + to.name() + " is not supported");
  }
}
