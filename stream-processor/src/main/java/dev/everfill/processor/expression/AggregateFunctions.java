package dev.everfill.processor.expression;

import dev.everfill.base.definition.Relation.AggregateCall;
import java.util.Set;

/** The aggregates that can be kept up to date row by row, and what is particular to each. */
public final class AggregateFunctions {
  private AggregateFunctions() {}

  /** What has to be kept of a group for an aggregate. */
  public enum Family {
    /** The number of rows, or of rows whose argument is not NULL. */
    COUNT,
    /** The {@link NumericSum} of the arguments that are not NULL. */
    SUM,
    /** The largest argument in {@link ValueOrder}. */
    MAX,
    /** The smallest argument in {@link ValueOrder}. */
    MIN
  }

  /** The signatures that are supported. */
  public static Set<String> signatures() {
    return Set.of();
  }

  /**
   * What to keep for an aggregate.
   *
   * @throws IllegalArgumentException if it is not supported
   */
  public static Family family(AggregateCall call) {
    throw new IllegalArgumentException(call.function());
  }

  /**
   * The result of a {@link Family#SUM}.
   *
   * @return null if nothing is summed
   * @throws EvaluationException if the sum does not fit the result type
   */
  public static Object sum(AggregateCall call, NumericSum sum) {
    throw new IllegalArgumentException(call.function());
  }
}
