package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.DataType.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Casts that call no function. */
final class Casts {
  private static final List<String> TEXTS = List.of("text", "character varying");

  /** The types whose text depends on no setting. */
  private static final Set<String> PRINTED =
      Set.of(
          "smallint", "integer", "bigint", "numeric", "real", "double precision", "uuid", "jsonb");

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

  /** The casts through text, as {@code cast(text as integer)}. */
  static Set<String> signatures() {
    Set<String> signatures = new TreeSet<>();
    for (String text : TEXTS) {
      PRINTED.forEach(type -> signatures.add("cast(" + type + " as " + text + ")"));
      TextInput.types().forEach(type -> signatures.add("cast(" + text + " as " + type + ")"));
    }
    return signatures;
  }

  static Evaluator throughText(Evaluator argument, DataType from, DataType to) {
    TextForm source = TextForm.of(from);
    if (textual(to.kind()) && PRINTED.contains(plain(from))) {
      return row -> source.encode(argument.evaluate(row));
    }
    if (!textual(from.kind()) || !TextInput.types().contains(to.name())) {
      throw unsupported(from, to);
    }
    return row -> {
      String text = source.encode(argument.evaluate(row));
      return text == null ? null : TextInput.parse(to.kind(), text);
    };
  }

  /** The type's name without a modifier. */
  private static String plain(DataType type) {
    int modifier = type.name().indexOf('(');
    return modifier < 0 ? type.name() : type.name().substring(0, modifier);
  }

  private static boolean textual(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.VARCHAR;
  }

  private static IllegalArgumentException unsupported(DataType from, DataType to) {
    return new IllegalArgumentException(
        "the cast from " + from.name() + " to " + to.name() + " is not supported");
  }
}
