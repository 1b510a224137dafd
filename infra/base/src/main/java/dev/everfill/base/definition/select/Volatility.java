package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType.Kind;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.catalog.FunctionFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Functions that are marked stable because of a few argument types only. A function that is really
 * stable or volatile gives another value some day although no row changed, and nobody would notice.
 */
final class Volatility {
  private static final Set<String> BY_ARGUMENT =
      Set.of(
          "jsonb_build_object(\"any\")",
          "jsonb_build_object()",
          "jsonb_build_array(\"any\")",
          "jsonb_build_array()",
          "to_jsonb(anyelement)");

  private static final Set<Kind> STEADY =
      EnumSet.of(
          Kind.TEXT,
          Kind.VARCHAR,
          Kind.BOOLEAN,
          Kind.SMALLINT,
          Kind.INTEGER,
          Kind.BIGINT,
          Kind.NUMERIC,
          Kind.JSONB,
          Kind.UUID,
          Kind.DATE,
          Kind.TIMESTAMP);

  /** The type of a string constant whose type nothing decided. */
  private static final int UNKNOWN = 705;

  private Volatility() {}

  /** Refuses a function that is not immutable, unless it is for these arguments. */
  static void check(FunctionFacts function, List<Expression> arguments) {
    if (!BY_ARGUMENT.contains(function.signature())) {
      throw refusal(function);
    }
    for (Expression argument : arguments) {
      Kind kind = argument.type().kind();
      if (kind == Kind.TIMESTAMPTZ) {
        throw new Refusal(
            function.name() + " of a timestamp with time zone depends on the session's time zone",
            "say which: (…) AT TIME ZONE 'UTC'");
      }
      if (!STEADY.contains(kind) && argument.type().oid() != UNKNOWN) {
        throw new Refusal(
            function.name() + " of " + argument.type().name() + " is not supported",
            "cast the argument to text, numeric or jsonb");
      }
    }
  }

  private static Refusal refusal(FunctionFacts function) {
    boolean isVolatile = function.volatility().equals("v");
    String why =
        isVolatile
            ? " is volatile: each call gives another value"
            : " is stable, not immutable: it depends on settings or the time of day";
    String signature = function.signature();
    if (signature.equals("textanycat(text,anynonarray)")
        || signature.equals("anytextcat(anynonarray,text)")) {
      return new Refusal("|| between a text and another type" + why, "cast the other side to text");
    }
    return new Refusal(
        "the function " + signature + why,
        signature.contains("with time zone") && !isVolatile
            ? "convert to timestamp first: (…) AT TIME ZONE 'UTC'"
            : "use immutable functions of the tables' columns only");
  }
}
