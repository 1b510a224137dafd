package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.base.kafka.TopicNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes the topics and groups that a process which followed a resync late may have made once more
 * for the generations before it. Stateless.
 */
final class Sweep {
  private Sweep() {}

  static void old(Prepared prepared, KafkaSettings kafka) {
    TopicNames names = prepared.names();
    Set<String> topics = new HashSet<>(Topics.of(prepared, kafka.partitions()).keySet());
    List<String> applications =
        prepared.fields().stream().map((FieldDefinition f) -> names.computeApplication(f)).toList();
    Set<String> groups = new HashSet<>(applications);
    groups.add(names.sinkGroup());
    try (TopicAdmin admin = new TopicAdmin(kafka, Topics.TIMEOUT)) {
      admin.delete(
          admin.topicsOf(names).stream()
              .filter(topic -> !topics.contains(topic))
              .filter(topic -> applications.stream().noneMatch(a -> topic.startsWith(a + "-")))
              .toList());
      admin.deleteIdleGroups(
          admin.groupsOf(names).stream().filter(group -> !groups.contains(group)).toList());
    }
  }
}
