package dev.everfill.processor.operator;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.TopicNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The topics that a field's topology reads and writes.
 *
 * @param root change topic of the plan's first table
 * @param target change topic of the target
 * @param parents change topic of each join's right table
 * @param subscribe, answer each join's internal topics
 * @param partial between the halves of an aggregate; null without one
 */
public record FieldTopics(
    String root,
    String target,
    List<String> parents,
    List<String> subscribe,
    List<String> answer,
    String partial,
    String derived) {
  public FieldTopics {
    parents = List.copyOf(parents);
    subscribe = List.copyOf(subscribe);
    answer = List.copyOf(answer);
  }

  /** The topics of a field. */
  public static FieldTopics of(TopicNames names, FieldDefinition field) {
    FieldPlan plan = FieldPlan.of(field);
    List<String> parents = new ArrayList<>();
    List<String> subscribe = new ArrayList<>();
    List<String> answer = new ArrayList<>();
    for (int i = 1; i <= plan.joins().size(); i++) {
      parents.add(names.change(plan.joins().get(i - 1).right().table().name()));
      subscribe.add(names.internal(field, "join" + i + ".subscribe"));
      answer.add(names.internal(field, "join" + i + ".answer"));
    }
    return new FieldTopics(
        names.change(plan.root().table().name()),
        names.change(field.target().name()),
        parents,
        subscribe,
        answer,
        plan.aggregate() == null ? null : names.internal(field, "partial"),
        names.derived(field));
  }

  /** The change topics, each once. */
  public List<String> sources() {
    Set<String> all = new LinkedHashSet<>();
    all.add(root);
    all.addAll(parents);
    all.add(target);
    return List.copyOf(all);
  }

  /** The topics between operators. */
  public List<String> internal() {
    List<String> all = new ArrayList<>(subscribe);
    all.addAll(answer);
    if (partial != null) {
      all.add(partial);
    }
    return all;
  }
}
