package dev.everfill.processor;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.FieldTopics;
import java.util.List;

/**
 * The topics of a field's computation. All of them must exist before it starts, with the same
 * number of partitions and {@code cleanup.policy=compact}; only the changelogs of its state are
 * created by Kafka Streams.
 *
 * @param sources the change topics that are read, each once
 * @param internal between the operators; to be created and deleted with the field
 * @param derived the values; to be created with the field
 */
public record ComputeTopics(List<String> sources, List<String> internal, String derived) {
  public ComputeTopics {
    sources = List.copyOf(sources);
    internal = List.copyOf(internal);
  }

  /**
   * The topics of a field.
   *
   * @throws IllegalArgumentException if the plan has a form that cannot be computed
   */
  public static ComputeTopics of(TopicNames names, FieldDefinition field) {
    FieldTopics topics = FieldTopics.of(names, field);
    return new ComputeTopics(topics.sources(), topics.internal(), topics.derived());
  }
}
