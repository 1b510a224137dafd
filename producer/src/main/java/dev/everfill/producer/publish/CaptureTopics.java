package dev.everfill.producer.publish;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.NewTopics;
import dev.everfill.base.kafka.TopicNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that a capture writes. */
public final class CaptureTopics {
  private CaptureTopics() {}

  /** Creates those that are missing, compacted; the others are left as they are. */
  public static void create(KafkaSettings kafka, TopicNames names, Collection<TableName> tables)
      throws InterruptedException, ExecutionException {
    try (Admin admin = admin(kafka)) {
      Set<String> known = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (NewTopic topic : wanted(kafka, names, tables)) {
        if (!known.contains(topic.name())) {
          missing.add(topic);
        }
      }
      for (var created : admin.createTopics(missing).values().values()) {
        await(created);
      }
    }
  }

  /** The ids of the topics, by name, which others of the same names do not have. */
  public static Map<String, String> ids(
      KafkaSettings kafka, TopicNames names, Collection<TableName> tables)
      throws InterruptedException, ExecutionException {
    try (Admin admin = admin(kafka)) {
      return ids(admin, wanted(kafka, names, tables).stream().map(NewTopic::name).toList());
    }
  }

  static Admin admin(KafkaSettings kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return Admin.create(properties);
  }

  /** Those that are missing are left out. */
  static Map<String, String> ids(Admin admin, Collection<String> topics)
      throws InterruptedException, ExecutionException {
    Map<String, String> ids = new HashMap<>();
    for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
      try {
        ids.put(topic.getKey(), topic.getValue().get().topicId().toString());
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw failed;
        }
      }
    }
    return ids;
  }

  private static List<NewTopic> wanted(
      KafkaSettings kafka, TopicNames names, Collection<TableName> tables) {
    List<NewTopic> all = new ArrayList<>();
    all.add(NewTopics.of(kafka, names, names.captureProgress(), 1));
    for (TableName table : tables) {
      all.add(NewTopics.of(kafka, names, names.change(table), kafka.partitions()));
    }
    return all;
  }

  private static void await(org.apache.kafka.common.KafkaFuture<Void> created)
      throws InterruptedException, ExecutionException {
    try {
      created.get();
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof TopicExistsException)) {
        throw failed;
      }
    }
  }
}
