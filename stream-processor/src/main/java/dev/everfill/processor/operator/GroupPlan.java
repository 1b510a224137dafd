package dev.everfill.processor.operator;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation.AggregateCall;
import dev.everfill.processor.expression.AggregateFunctions;
import dev.everfill.processor.expression.AggregateFunctions.Family;
import java.util.Arrays;
import java.util.List;

/**
 * How an aggregate's groups and the target's rows belong together: each group key is one column of
 * the target's primary key, so that a group and a target row have the same key.
 *
 * @param families of the aggregates, in their order
 * @param groupKeys per column of the target's key the group key that it is
 */
record GroupPlan(List<Family> families, int[] groupKeys) {

  /**
   * Of a field with an aggregate.
   *
   * @throws IllegalArgumentException if the groups are not the target's rows
   */
  static GroupPlan of(FieldDefinition field, FieldPlan plan) {
    List<AggregateCall> calls = plan.aggregate().aggregates();
    int[] groupKeys = plan.key().stream().mapToInt(GroupPlan::inputOf).toArray();
    int count = plan.aggregate().keys().size();
    boolean oneToOne =
        groupKeys.length == count
            && Arrays.stream(groupKeys).distinct().count() == count
            && Arrays.stream(groupKeys).allMatch(i -> i >= 0 && i < count);
    if (!oneToOne) {
      throw new IllegalArgumentException(
          field.name() + ": GROUP BY must name exactly the columns that give the primary key");
    }
    return new GroupPlan(calls.stream().map(AggregateFunctions::family).toList(), groupKeys);
  }

  /** The input that an expression gives, perhaps cast; −1 if it computes something. */
  private static int inputOf(Expression expression) {
    if (expression instanceof Expression.Input input) {
      return input.index();
    } else if (expression instanceof Expression.Relabel relabel) {
      return inputOf(relabel.argument());
    } else if (expression instanceof Expression.Call call
        && call.syntax() != Expression.Syntax.FUNCTION
        && call.syntax() != Expression.Syntax.OPERATOR) {
      return inputOf(call.arguments().get(0));
    }
    return -1;
  }
}
