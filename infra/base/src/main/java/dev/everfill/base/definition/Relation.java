package dev.everfill.base.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A relational plan: what a SELECT means, as a tree whose leaves are tables. Expressions refer to
 * the columns of their node's input by position. Immutable and serialisable as JSON.
 */
public sealed interface Relation {

  /** The columns that this relation gives, in order. */
  List<Column> columns();

  /**
   * All rows of a table.
   *
   * @param alias the name by which the user's text calls it
   * @param columns the columns that the definition reads and the primary key, in the table's order;
   *     the positions that {@link Expression.Input} counts
   */
  record Scan(Table table, String alias, List<Column> columns) implements Relation {
    public Scan {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A join of each left row with at most one row of {@code right}, found by its primary key.
   *
   * @param foreignKey positions in {@code left}'s columns, in the order of the right table's
   *     primary key
   */
  record Join(JoinKind kind, Relation left, Scan right, List<Integer> foreignKey)
      implements Relation {
    public Join {
      Objects.requireNonNull(kind, "kind");
      foreignKey = List.copyOf(foreignKey);
    }

    /** The left columns, then the right ones (all NULL where a LEFT join found no row). */
    @Override
    public List<Column> columns() {
      List<Column> all = new ArrayList<>(left.columns());
      all.addAll(right.columns());
      return List.copyOf(all);
    }
  }

  /** The kinds of join. */
  enum JoinKind {
    INNER,
    LEFT
  }

  /** The rows for which {@code condition} is true (not NULL). */
  record Filter(Relation input, Expression condition) implements Relation {
    @Override
    public List<Column> columns() {
      return input.columns();
    }
  }

  /**
   * GROUP BY. Gives the keys, then the aggregates.
   *
   * @param keys expressions over {@code input}; never empty
   * @param aggregates in the order of their first use
   */
  record Aggregate(
      Relation input, List<Expression> keys, List<AggregateCall> aggregates, List<Column> columns)
      implements Relation {
    public Aggregate {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
      columns = List.copyOf(columns);
    }
  }

  /**
   * One aggregate.
   *
   * @param function its signature: {@code max(timestamp with time zone)}, {@code sum(integer)},
   *     {@code count("any")}, {@code count()}
   * @param name {@code max}, {@code min}, {@code count}, {@code sum}
   * @param argument null for {@code count(*)}
   * @param filter FILTER (WHERE …); null if there is none
   * @param collation the input collation, 0 for none
   */
  record AggregateCall(
      String function,
      String name,
      Expression argument,
      Expression filter,
      DataType type,
      long collation) {}

  /** The select list; expressions over {@code input}. */
  record Project(Relation input, List<Output> outputs) implements Relation {
    public Project {
      outputs = List.copyOf(outputs);
    }

    @Override
    public List<Column> columns() {
      return outputs.stream().map(o -> new Column(o.name(), o.expression().type())).toList();
    }
  }

  /** One column of the select list. */
  record Output(String name, Expression expression) {}
}
