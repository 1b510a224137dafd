package dev.everfill.producer.publish;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the progress topic, whose only partition is 0. */
public final class ProgressLog {
  private static final Duration POLL = Duration.ofMillis(200);

  private ProgressLog() {}

  /** What it says now, of committed transactions only. */
  public static Progress read(KafkaSettings kafka, TopicNames names) {
    TopicPartition partition = new TopicPartition(names.captureProgress(), 0);
    ProgressCodec codec = new ProgressCodec();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(kafka))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          codec.read(record.key(), record.value());
        }
      }
    }
    return codec.result();
  }

  private static Map<String, Object> properties(KafkaSettings kafka) {
    Map<String, Object> all = new HashMap<>(kafka.properties());
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return all;
  }
}
