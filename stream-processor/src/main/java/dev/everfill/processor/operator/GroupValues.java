package dev.everfill.processor.operator;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation.AggregateCall;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.processor.expression.AggregateFunctions;
import dev.everfill.processor.expression.AggregateFunctions.Family;
import dev.everfill.processor.expression.Evaluator;
import dev.everfill.processor.expression.ExpressionCompiler;
import dev.everfill.processor.expression.NumericSum;
import dev.everfill.processor.expression.TextForm;
import dev.everfill.processor.expression.ValueOrder;
import dev.everfill.processor.state.Partial;
import java.util.ArrayList;
import java.util.List;

/** Computes the value columns of a group from its merged partial. Stateless. */
final class GroupValues {
  private final GroupPlan groups;
  private final List<TextForm> keyForms;
  private final List<AggregateCall> calls;
  private final List<ValueOrder> orders = new ArrayList<>();
  private final List<Evaluator> having;
  private final List<Output> outputs = new ArrayList<>();

  GroupValues(FieldDefinition field, FieldPlan plan, GroupPlan groups) {
    this.groups = groups;
    this.keyForms = plan.aggregate().keys().stream().map(e -> TextForm.of(e.type())).toList();
    this.calls = plan.aggregate().aggregates();
    for (int i = 0; i < calls.size(); i++) {
      Family family = groups.families().get(i);
      boolean ranks = family == Family.MAX || family == Family.MIN;
      orders.add(ranks ? ValueOrder.of(calls.get(i).argument().type()) : null);
    }
    this.having = plan.having().stream().map(ExpressionCompiler::compile).toList();
    for (int i = 0; i < field.values().size(); i++) {
      outputs.add(new Output(plan.values().get(i), field.values().get(i)));
    }
  }

  /**
   * The value columns in text form; null if the SELECT gives the group no row.
   *
   * @param merged null if the group has no rows
   */
  String[] of(byte[] group, Partial merged) {
    if (merged == null) {
      return null;
    }
    Object[] row = row(group, merged);
    for (Evaluator condition : having) {
      if (!Boolean.TRUE.equals(condition.evaluate(row))) {
        return null;
      }
    }
    String[] texts = new String[outputs.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = outputs.get(i).text(row);
    }
    return texts;
  }

  /** The group keys, then the aggregates. */
  private Object[] row(byte[] group, Partial merged) {
    Object[] row = new Object[keyForms.size() + calls.size()];
    Key key = EventCodec.decodeKey(group);
    for (int i = 0; i < groups.groupKeys().length; i++) {
      int position = groups.groupKeys()[i];
      row[position] = keyForms.get(position).decode(key.values().get(i));
    }
    for (int i = 0; i < calls.size(); i++) {
      row[keyForms.size() + i] = result(i, merged.parts()[i]);
    }
    return row;
  }

  private Object result(int aggregate, Object part) {
    return switch (groups.families().get(aggregate)) {
      case COUNT -> part;
      case SUM -> AggregateFunctions.sum(calls.get(aggregate), (NumericSum) part);
      case MAX, MIN -> part == null ? null : orders.get(aggregate).decode((byte[]) part);
    };
  }
}
