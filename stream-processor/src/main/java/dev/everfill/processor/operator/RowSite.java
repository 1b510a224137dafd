package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.processor.operator.SiteDefinition.Operators;
import dev.everfill.processor.state.OrderedGroupState;
import dev.everfill.processor.state.OrderedStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The site of the root's rows. Tables of its store: 0 levels of the root, 1 to 3 groups, 4 levels
 * of the groups, 5 target rows, 6 levels of the settling, 10 + 2i and 11 + 2i children and levels
 * of join i (from 0).
 */
final class RowSite {
  private final FieldDefinition field;
  private final FieldPlan plan;
  private final FieldTopics topics;
  private final boolean rootIsTarget;

  RowSite(FieldDefinition field, FieldPlan plan, FieldTopics topics) {
    this.field = field;
    this.plan = plan;
    this.topics = topics;
    this.rootIsTarget = plan.root().table().name().equals(field.target().name());
    if (plan.aggregate() == null && !rowKeyIsTargetKey()) {
      throw new IllegalArgumentException(
          field.name()
              + ": without GROUP BY the SELECT must give the primary key of "
              + plan.root().table().name()
              + " as the target's key");
    }
  }

  private boolean rowKeyIsTargetKey() {
    List<Column> rootKey = plan.root().table().primaryKey();
    if (rootKey.size() != plan.key().size()) {
      return false;
    }
    for (int i = 0; i < rootKey.size(); i++) {
      Expression key = plan.key().get(i);
      boolean same =
          key instanceof Expression.Input input
              && input.index() < plan.root().columns().size()
              && plan.root().columns().get(input.index()).name().equals(rootKey.get(i).name());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  SiteDefinition definition() {
    boolean last = plan.aggregate() == null;
    List<String> inputs = new ArrayList<>(topics.answer());
    inputs.add(topics.root());
    List<String> outputs = new ArrayList<>(topics.subscribe());
    outputs.add(last ? topics.derived() : topics.partial());
    if (last && !rootIsTarget) {
      inputs.add(topics.target());
    }
    Ending ending = last ? settling() : grouping();
    return new SiteDefinition(
        "rows", inputs, outputs, last, (site, outlets) -> operators(site, outlets, ending));
  }

  /** The end of the rows' way; it may add inlets. */
  private interface Ending {
    End make(Site site, Map<String, Outlet> outlets, Map<String, Inlet> inlets);
  }

  private record End(RowStep step, BooleanSupplier live, RootScan.Repeats repeats) {}

  private Ending settling() {
    RowOutputs outputs = new RowOutputs(plan.rowColumns(), plan.values(), field.values());
    return (site, outlets, inlets) -> {
      OrderedStore store = site.store();
      LevelTracker levels =
          rootIsTarget
              ? new LevelTracker(store.table(6), 1)
              : new LevelTracker(store.table(6), 1, 1);
      Settle settle =
          new Settle(field, site, store.table(5), levels, outlets.get(topics.derived()));
      if (!rootIsTarget) {
        inlets.put(topics.target(), new ExistenceInlet(field.target(), settle));
      }
      RootScan.Repeats repeats = rootIsTarget ? settle::again : RootScan.Repeats.NONE;
      return new End(new SettleStep(outputs, rootIsTarget, settle), settle::live, repeats);
    };
  }

  private Ending grouping() {
    GroupPlan groups = GroupPlan.of(field, plan);
    Contributions contributions = new Contributions(field, plan, groups);
    return (site, outlets, inlets) -> {
      LevelTracker levels = new LevelTracker(site.store().table(4), 1);
      OrderedGroupState state = new OrderedGroupState(site.store(), groups.families());
      Outlet partials = outlets.get(topics.partial());
      GroupStep step = new GroupStep(site, contributions, state, levels, partials);
      return new End(step, levels::live, RootScan.Repeats.NONE);
    };
  }

  private Operators operators(Site site, Map<String, Outlet> outlets, Ending ending) {
    Map<String, Inlet> inlets = new HashMap<>();
    End end = ending.make(site, outlets, inlets);
    RowStep next = end.step();
    int join = topics.subscribe().size();
    for (int i = plan.steps().size() - 1; i >= 0; i--) {
      if (plan.steps().get(i) instanceof Relation.Join step) {
        join--;
        JoinChild child = child(step, join, site, outlets, next);
        inlets.put(topics.answer().get(join), child::answer);
        next = child;
      } else {
        next = new FilterStep((Relation.Filter) plan.steps().get(i), next);
      }
    }
    LevelTracker levels = new LevelTracker(site.store().table(0), 1);
    inlets.put(topics.root(), new RootScan(plan.root(), levels, next, end.repeats()));
    return new Operators(inlets, end.live());
  }

  private JoinChild child(
      Relation.Join step, int join, Site site, Map<String, Outlet> outlets, RowStep next) {
    return new JoinChild(
        step,
        site,
        site.store().table(10 + 2 * join),
        new LevelTracker(site.store().table(11 + 2 * join), site.partitions()),
        outlets.get(topics.subscribe().get(join)),
        next);
  }
}
