package dev.everfill.processor.expression;

import dev.everfill.base.definition.Relation.AggregateCall;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The aggregates that can be kept up to date row by row, and what is particular to each. */
public final class AggregateFunctions {
  private static final Map<String, Family> FAMILIES = families();

  private AggregateFunctions() {}

  /** What has to be kept of a group for an aggregate. */
  public enum Family {
    /** The number of rows, or of rows whose argument is not NULL; 0 for an empty group. */
    COUNT,
    /** The {@link NumericSum} of the arguments that are not NULL. */
    SUM,
    /** The largest argument in {@link ValueOrder}; NULL if there is none. */
    MAX,
    /** The smallest argument in {@link ValueOrder}; NULL if there is none. */
    MIN
  }

  private static Map<String, Family> families() {
    Map<String, Family> families = new TreeMap<>();
    families.put("count()", Family.COUNT);
    families.put("count(\"any\")", Family.COUNT);
    for (String type : new String[] {"smallint", "integer", "bigint", "numeric"}) {
      families.put("sum(" + type + ")", Family.SUM);
      extremes(families, type);
    }
    for (String type :
        new String[] {
          "real",
          "double precision",
          "date",
          "timestamp without time zone",
          "timestamp with time zone",
          "text"
        }) {
      extremes(families, type);
    }
    return java.util.Collections.unmodifiableMap(families);
  }

  private static void extremes(Map<String, Family> families, String type) {
    families.put("max(" + type + ")", Family.MAX);
    families.put("min(" + type + ")", Family.MIN);
  }

  /** The signatures that are supported, as {@link AggregateCall#function} names them. */
  public static Set<String> signatures() {
    return FAMILIES.keySet();
  }

  /**
   * What to keep for an aggregate.
   *
   * @throws IllegalArgumentException if it is not supported
   */
  public static Family family(AggregateCall call) {
    Family family = FAMILIES.get(call.function());
    if (family == null) {
      throw new IllegalArgumentException("the aggregate " + call.function() + " is not supported");
    }
    return family;
  }

  /**
   * The order in which a {@link Family#MAX} or {@link Family#MIN} finds its extreme.
   *
   * @throws IllegalArgumentException if it depends on a collation other than "C"
   */
  public static ValueOrder order(AggregateCall call) {
    return Collations.order(call.argument().type(), call.collation());
  }

  /**
   * The result of a {@link Family#SUM}.
   *
   * @return null if nothing is summed
   * @throws EvaluationException if the sum does not fit the result type
   */
  public static Object sum(AggregateCall call, NumericSum sum) {
    if (sum.count() == 0) {
      return null;
    }
    Object value = sum.value();
    boolean integer =
        call.function().equals("sum(integer)") || call.function().endsWith("smallint)");
    if (!integer) {
      return value;
    }
    BigDecimal whole = (BigDecimal) value;
    if (whole.toBigInteger().bitLength() > 63) {
      throw IntegerWidth.BIGINT.outOfRange();
    }
    return whole.longValueExact();
  }
}
