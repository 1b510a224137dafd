package dev.everfill.e2e;

import dev.everfill.base.kafka.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader of a pipeline's topics that shares nothing with the product. */
final class Topics implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String bootstrapServers;
  private final String pipeline;

  Topics(String bootstrapServers, String pipeline) {
    this.bootstrapServers = bootstrapServers;
    this.pipeline = pipeline;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** The names of all topics of the pipeline. */
  List<String> names() {
    return consumer.listTopics().keySet().stream()
        .filter(t -> t.startsWith(pipeline + "."))
        .toList();
  }

  /** Committed records per topic of a kind ({@code change}, {@code derived}, empty for all). */
  Map<String, Long> records(String kind) {
    Map<String, Long> counts = new TreeMap<>();
    read(kind, record -> counts.merge(record.topic(), 1L, Long::sum));
    return counts;
  }

  /** Reads everything that is committed now. */
  void read(String kind, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    String prefix = pipeline + "." + kind;
    List<TopicPartition> partitions = new ArrayList<>();
    consumer.listTopics().entrySet().stream()
        .filter(topic -> topic.getKey().startsWith(prefix))
        .flatMap(topic -> topic.getValue().stream())
        .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      consumer.poll(Duration.ofMillis(100)).forEach(each);
    }
  }

  /** The one that writes, as Kafka names it, if it is alone and has been given its partitions. */
  Optional<String> writer() {
    String group = new TopicNames(pipeline).sinkGroup();
    ConsumerGroupDescription found;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      found = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get();
    } catch (ExecutionException unknown) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
    return found.members().stream()
        .filter(member -> found.members().size() == 1)
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .map(MemberDescription::consumerId)
        .findFirst();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
