package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A field's plan in the order in which it is computed: the rows of the root, step by step, perhaps
 * aggregated, then the select list.
 *
 * @param steps {@link Relation.Join} and {@link Relation.Filter} above the root, bottom first
 * @param aggregate null if there is none
 * @param having filters above the aggregate
 * @param key the select list's expressions for the target's primary key, in its order
 * @param values the select list's expressions for the value columns, in the field's order
 */
public record FieldPlan(
    Relation.Scan root,
    List<Relation> steps,
    Relation.Aggregate aggregate,
    List<Expression> having,
    List<Expression> key,
    List<Expression> values) {

  /**
   * Takes a plan apart.
   *
   * @throws IllegalArgumentException if the plan has a form that cannot be computed
   */
  public static FieldPlan of(FieldDefinition field) {
    List<Relation> nodes = new ArrayList<>();
    Relation node = field.plan().input();
    while (!(node instanceof Relation.Scan)) {
      nodes.add(node);
      node = below(node);
    }
    Collections.reverse(nodes);
    Split split = split(nodes);
    return new FieldPlan(
        (Relation.Scan) node,
        split.steps,
        split.aggregate,
        split.having,
        outputs(field, field.key()),
        outputs(field, field.values()));
  }

  /** The joins among the steps, in order. */
  public List<Relation.Join> joins() {
    return steps.stream()
        .filter(Relation.Join.class::isInstance)
        .map(Relation.Join.class::cast)
        .toList();
  }

  /** The columns that the rows have once all steps are done. */
  public List<Column> rowColumns() {
    return steps.isEmpty() ? root.columns() : steps.get(steps.size() - 1).columns();
  }

  private static Relation below(Relation node) {
    if (node instanceof Relation.Join join) {
      return join.left();
    } else if (node instanceof Relation.Filter filter) {
      return filter.input();
    } else if (node instanceof Relation.Aggregate aggregate) {
      return aggregate.input();
    }
    throw new IllegalArgumentException("a select list below another cannot be computed");
  }

  private record Split(
      List<Relation> steps, Relation.Aggregate aggregate, List<Expression> having) {}

  private static Split split(List<Relation> nodes) {
    List<Relation> steps = new ArrayList<>();
    List<Expression> having = new ArrayList<>();
    Relation.Aggregate aggregate = null;
    for (Relation node : nodes) {
      if (aggregate == null && node instanceof Relation.Aggregate only) {
        aggregate = only;
      } else if (aggregate == null) {
        steps.add(node);
      } else if (node instanceof Relation.Filter filter) {
        having.add(filter.condition());
      } else {
        throw new IllegalArgumentException("above an aggregate only filters can be computed");
      }
    }
    return new Split(List.copyOf(steps), aggregate, List.copyOf(having));
  }

  private static List<Expression> outputs(FieldDefinition field, List<Column> columns) {
    return columns.stream().map(column -> output(field, column.name())).toList();
  }

  private static Expression output(FieldDefinition field, String name) {
    for (Relation.Output output : field.plan().outputs()) {
      if (output.name().equals(name)) {
        return output.expression();
      }
    }
    throw new IllegalArgumentException(
        field.name() + ": the select list gives no column \"" + name + "\"");
  }
}
