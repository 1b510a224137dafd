package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.catalog.TableFacts;
import java.util.List;
import java.util.Map;

/** A column that is NOT NULL needs a value for target rows to which the SELECT gives none. */
final class Completeness {
  private Completeness() {}

  static void check(
      TableFacts target,
      Relation.Project plan,
      List<Column> values,
      Map<String, String> otherwise,
      Findings findings) {
    if (coversTarget(target, plan)) {
      return;
    }
    for (Column value : values) {
      boolean notNull = target.byName(value.name()).orElseThrow().notNull();
      if (notNull && otherwise.get(value.name()) == null) {
        findings.otherwise(
            value.name(),
            value.name()
                + " is NOT NULL, and target rows without a row of the SELECT would get NULL",
            "give a value: otherwise: {" + value.name() + ": …}");
      }
    }
  }

  /** Whether the SELECT gives each target row a row: it goes through the target and drops none. */
  private static boolean coversTarget(TableFacts target, Relation.Project plan) {
    Relation input = plan.input();
    while (input instanceof Relation.Join join && join.kind() == Relation.JoinKind.LEFT) {
      input = join.left();
    }
    return input instanceof Relation.Scan && Plans.root(plan).table().oid() == target.table().oid();
  }
}
