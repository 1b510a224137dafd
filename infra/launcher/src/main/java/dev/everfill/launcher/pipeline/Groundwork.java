package dev.everfill.launcher.pipeline;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicAdmin;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Creates what the stages need in common and is not there yet: topics and progress. Publication and
 * slot are made by the capture alone, which knows whether there should be any.
 */
final class Groundwork {
  private final Prepared prepared;
  private final Registry registry;

  Groundwork(Prepared prepared, Registry registry) {
    this.prepared = prepared;
    this.registry = registry;
  }

  /**
   * @param says gets a line for people at each step
   * @return the id of the Kafka cluster
   */
  String lay(KafkaSettings kafka, Consumer<String> says) {
    says.accept("creating topics");
    Map<String, String> ids;
    String cluster;
    try (TopicAdmin admin = new TopicAdmin(kafka, Topics.TIMEOUT)) {
      cluster = admin.clusterId();
      ids = admin.create(prepared.names(), Topics.of(prepared, kafka.partitions()));
    }
    registry.begin(prepared.fields(), ids, kafka.partitions());
    return cluster;
  }
}
