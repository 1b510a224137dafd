package dev.everfill.processor.topology;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Sees to it that an application starts from offsets that are its own. At the very first start the
 * topics' beginnings are committed for it; from then on an offset that is missing means that
 * something was deleted. (Kafka forgets the offsets of a topic with the topic, and all offsets of a
 * group that was gone for its retention time.)
 */
final class StartingPoint {
  private final Admin admin;
  private final String application;
  private final Set<String> topics;
  private final int partitions;

  /**
   * @param topics all that the application reads
   */
  StartingPoint(Admin admin, String application, Collection<String> topics, int partitions) {
    this.admin = admin;
    this.application = application;
    this.topics = Set.copyOf(topics);
    this.partitions = partitions;
  }

  /**
   * Checks topics and offsets, and commits the first ones.
   *
   * @throws EverfillException naming what is missing
   */
  void prepare() throws InterruptedException, ExecutionException {
    Set<TopicPartition> wanted = partitionsOfTopics();
    Set<TopicPartition> missing = new HashSet<>(wanted);
    committed()
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                missing.remove(partition);
              }
            });
    if (missing.isEmpty()) {
      return;
    }
    boolean first = missing.size() == wanted.size() && changelogs().isEmpty();
    if (!first) {
      throw new EverfillException(
          Reason.TOPIC_RECREATED,
          application
              + " has lost its position in "
              + missing.iterator().next().topic()
              + " (deleted or made anew?); compute the field again");
    }
    commitBeginnings(wanted);
  }

  private Set<TopicPartition> partitionsOfTopics() throws InterruptedException, ExecutionException {
    Set<TopicPartition> all = new HashSet<>();
    for (String topic : topics) {
      int found = describe(topic).partitions().size();
      if (found != partitions) {
        throw new EverfillException(
            Reason.CONFIGURATION_INVALID,
            "topic " + topic + " has " + found + " partitions, not " + partitions);
      }
      for (int i = 0; i < partitions; i++) {
        all.add(new TopicPartition(topic, i));
      }
    }
    return all;
  }

  private TopicDescription describe(String topic) throws InterruptedException, ExecutionException {
    try {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new EverfillException(
            Reason.TOPIC_RECREATED, "topic " + topic + " does not exist", e.getCause());
      }
      throw e;
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed()
      throws InterruptedException, ExecutionException {
    try {
      return admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw e;
    }
  }

  private List<String> changelogs() throws InterruptedException, ExecutionException {
    return admin.listTopics().names().get().stream()
        .filter(t -> t.startsWith(application + "-") && t.endsWith("-changelog"))
        .toList();
  }

  private void commitBeginnings(Set<TopicPartition> wanted)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    wanted.forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
    Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((p, found) -> beginnings.put(p, new OffsetAndMetadata(found.offset())));
    admin.alterConsumerGroupOffsets(application, beginnings).all().get();
  }
}
