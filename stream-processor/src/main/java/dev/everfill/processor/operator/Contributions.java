package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Relation.AggregateCall;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.processor.expression.AggregateFunctions.Family;
import dev.everfill.processor.expression.Evaluator;
import dev.everfill.processor.expression.ExpressionCompiler;
import dev.everfill.processor.expression.NumericSum;
import dev.everfill.processor.expression.ValueOrder;
import dev.everfill.processor.state.Contribution;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Computes what a row gives to its group. Stateless. */
final class Contributions {
  private static final byte[] COUNTED = {};

  private final RowReader reader;
  private final List<Evaluator> keys;
  private final List<Output> keyOutputs;
  private final List<Argument> arguments = new ArrayList<>();

  Contributions(FieldDefinition field, FieldPlan plan, GroupPlan groups) {
    Relation.Aggregate aggregate = plan.aggregate();
    this.keys = aggregate.keys().stream().map(ExpressionCompiler::compile).toList();
    List<Column> targets = field.key();
    this.keyOutputs = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      keyOutputs.add(new Output(plan.key().get(i), targets.get(i)));
    }
    for (int i = 0; i < aggregate.aggregates().size(); i++) {
      arguments.add(Argument.of(aggregate.aggregates().get(i), groups.families().get(i)));
    }
    this.reader = new RowReader(aggregate.input().columns(), used(aggregate));
  }

  private static List<Expression> used(Relation.Aggregate aggregate) {
    return Stream.concat(
            aggregate.keys().stream(),
            aggregate.aggregates().stream().flatMap(c -> Stream.of(c).flatMap(Contributions::used)))
        .toList();
  }

  private static Stream<Expression> used(AggregateCall call) {
    return Stream.of(
            java.util.Optional.ofNullable(call.argument()),
            java.util.Optional.ofNullable(call.filter()))
        .flatMap(java.util.Optional::stream);
  }

  /** Null if a group key is NULL: no primary key can be. */
  Contribution of(String[] row) {
    Object[] values = reader.read(row);
    byte[] group = group(values);
    if (group == null) {
      return null;
    }
    byte[][] given = new byte[arguments.size()][];
    for (int i = 0; i < given.length; i++) {
      given[i] = arguments.get(i).bytes(values);
    }
    return new Contribution(group, given);
  }

  private byte[] group(Object[] values) {
    Object[] grouped = new Object[keys.size() + arguments.size()];
    for (int i = 0; i < keys.size(); i++) {
      grouped[i] = keys.get(i).evaluate(values);
      if (grouped[i] == null) {
        return null;
      }
    }
    String[] texts = new String[keyOutputs.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = keyOutputs.get(i).text(grouped);
    }
    return EventCodec.encodeKey(new Key(Arrays.asList(texts)));
  }

  /**
   * An aggregate's argument.
   *
   * @param value null for {@code count(*)}
   * @param filter null if there is none
   * @param order null but for max and min
   */
  private record Argument(Family family, Evaluator value, Evaluator filter, ValueOrder order) {

    static Argument of(AggregateCall call, Family family) {
      boolean ranks = family == Family.MAX || family == Family.MIN;
      return new Argument(
          family,
          call.argument() == null ? null : ExpressionCompiler.compile(call.argument()),
          call.filter() == null ? null : ExpressionCompiler.compile(call.filter()),
          ranks ? ValueOrder.of(call.argument().type()) : null);
    }

    byte[] bytes(Object[] row) {
      if (filter != null && !Boolean.TRUE.equals(filter.evaluate(row))) {
        return null;
      }
      if (value == null) {
        return COUNTED;
      }
      Object given = value.evaluate(row);
      if (given == null) {
        return null;
      }
      return switch (family) {
        case COUNT -> COUNTED;
        case SUM -> NumericSum.EMPTY.add(given).toText().getBytes(StandardCharsets.UTF_8);
        case MAX, MIN -> order.encode(given);
      };
    }
  }
}
