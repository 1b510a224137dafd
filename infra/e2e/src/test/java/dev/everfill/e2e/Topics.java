package dev.everfill.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader of a pipeline's topics that shares nothing with the product. */
final class Topics implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String pipeline;

  Topics(String bootstrapServers, String pipeline) {
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

  @Override
  public void close() {
    consumer.close();
  }
}
