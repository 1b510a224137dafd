package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Problem;
import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.processor.ComputeTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which topics a pipeline has, and how many partitions each. Pure. */
public final class Topics {
  static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private Topics() {}

  /**
   * What keeps an existing Kafka from being used.
   *
   * @param prepared null to ask only whether it answers
   * @throws dev.everfill.base.error.EverfillException if it does not answer
   */
  public static List<Problem> check(PipelineConfig.Kafka kafka, Prepared prepared) {
    try (TopicAdmin admin = new TopicAdmin(Settings.existing(kafka), LOOK)) {
      admin.clusterId();
      return prepared == null ? List.of() : admin.check(of(prepared, kafka.partitions()));
    }
  }

  /**
   * Partitions by topic.
   *
   * @param partitions of every topic that carries rows
   */
  public static Map<String, Integer> of(Prepared prepared, int partitions) {
    Map<String, Integer> topics = new TreeMap<>();
    prepared.captured().keySet().forEach(t -> topics.put(prepared.names().change(t), partitions));
    for (FieldDefinition field : prepared.fields()) {
      ComputeTopics compute = ComputeTopics.of(prepared.names(), field);
      compute.internal().forEach(topic -> topics.put(topic, partitions));
      topics.put(compute.derived(), partitions);
    }
    topics.put(prepared.names().captureProgress(), 1);
    return topics;
  }
}
