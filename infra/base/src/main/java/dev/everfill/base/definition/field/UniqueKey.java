package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.catalog.TableFacts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A target row must get at most one row of the SELECT: its key must be unique in the result. */
final class UniqueKey {
  private final TableFacts target;
  private final Findings findings;

  UniqueKey(TableFacts target, Findings findings) {
    this.target = target;
    this.findings = findings;
  }

  void check(Relation.Project plan) {
    Optional<Relation.Aggregate> aggregate = Plans.aggregate(plan);
    Set<Integer> wanted = aggregate.map(UniqueKey::groupKeys).orElseGet(() -> rootKeys(plan));
    Set<Integer> given = new HashSet<>();
    for (Column key : target.table().primaryKey()) {
      for (Relation.Output output : plan.outputs()) {
        if (output.name().equals(key.name())) {
          given.add(input(output.expression()));
        }
      }
    }
    if (given.equals(wanted) && target.table().primaryKey().size() == wanted.size()) {
      return;
    }
    String names = TargetTable.keyNames(target);
    if (aggregate.isPresent()) {
      findings.select(
          "the key (" + names + ") is not made of exactly the GROUP BY expressions",
          "group by the expressions that give the target's primary key, and by nothing else");
    } else {
      Relation.Scan root = Plans.root(plan);
      String rootKey =
          String.join(", ", root.table().primaryKey().stream().map(Column::name).toList());
      findings.select(
          "the key ("
              + names
              + ") is not the primary key of "
              + root.table().name()
              + ", so a target row could get several rows",
          "give the primary key columns ("
              + rootKey
              + ") of the first table as they are, or GROUP BY");
    }
  }

  private static Set<Integer> groupKeys(Relation.Aggregate aggregate) {
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < aggregate.keys().size(); i++) {
      keys.add(i);
    }
    return keys;
  }

  private static Set<Integer> rootKeys(Relation.Project plan) {
    Relation.Scan root = Plans.root(plan);
    List<Column> columns = root.columns();
    Set<Integer> keys = new HashSet<>();
    root.table().primaryKey().forEach(k -> keys.add(columns.indexOf(k)));
    return keys;
  }

  /** The input that the expression is, also through casts that change nothing; −1 if it is none. */
  private static int input(Expression expression) {
    if (expression instanceof Expression.Relabel relabel) {
      return input(relabel.argument());
    }
    return expression instanceof Expression.Input input ? input.index() : -1;
  }
}
