package dev.everfill.processor.operator;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.SiteDefinition.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A field's computation as sites:
 *
 * <pre>
 * rows     root's change topic, answers → filters, joins' left sides, then either the first half of
 *          the aggregate or the settling                    → subscribe topics, partial or derived
 * parent1… parent's change topic, subscribe                 → answer
 * target   partial, target's change topic                   → derived       (with an aggregate only)
 * </pre>
 */
public final class FieldSites {
  private final FieldDefinition field;
  private final FieldPlan plan;
  private final FieldTopics topics;

  private FieldSites(FieldDefinition field, FieldPlan plan, FieldTopics topics) {
    this.field = field;
    this.plan = plan;
    this.topics = topics;
  }

  /**
   * The sites of a field.
   *
   * @throws IllegalArgumentException if the plan has a form that cannot be computed
   */
  public static List<SiteDefinition> of(TopicNames names, FieldDefinition field) {
    FieldPlan plan = FieldPlan.of(field);
    return new FieldSites(field, plan, FieldTopics.of(names, field)).all();
  }

  private List<SiteDefinition> all() {
    List<SiteDefinition> sites = new ArrayList<>();
    sites.add(new RowSite(field, plan, topics).definition());
    for (int i = 0; i < topics.parents().size(); i++) {
      sites.add(parent(i));
    }
    if (plan.aggregate() != null) {
      sites.add(target());
    }
    return sites;
  }

  private SiteDefinition parent(int join) {
    Relation.Scan scan = plan.joins().get(join).right();
    String changes = topics.parents().get(join);
    String subscribe = topics.subscribe().get(join);
    String answer = topics.answer().get(join);
    return new SiteDefinition(
        "parent" + (join + 1),
        List.of(changes, subscribe),
        List.of(answer),
        false,
        (site, outlets) -> {
          JoinParent parent = new JoinParent(scan, site, site.store(), outlets.get(answer));
          return new Operators(
              Map.of(changes, parent, subscribe, parent::subscription), parent::live);
        });
  }

  private SiteDefinition target() {
    GroupPlan groups = GroupPlan.of(field, plan);
    GroupValues values = new GroupValues(field, plan, groups);
    return new SiteDefinition(
        "target",
        List.of(topics.partial(), topics.target()),
        List.of(topics.derived()),
        true,
        (site, outlets) -> {
          LevelTracker settled = new LevelTracker(site.store().table(6), 1, 1);
          Settle settle =
              new Settle(
                  field, site, site.store().table(5), settled, outlets.get(topics.derived()));
          LevelTracker merged = new LevelTracker(site.store().table(0), site.partitions());
          GroupMerge merge =
              new GroupMerge(site.store().table(1), merged, groups.families(), values, settle);
          return new Operators(
              Map.of(
                  topics.partial(),
                  merge::partial,
                  topics.target(),
                  new ExistenceInlet(field.target(), settle)),
              settle::live);
        });
  }
}
