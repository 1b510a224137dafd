package dev.everfill.producer;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.base.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a reader of a change topic knows after its last committed record.
 *
 * @param records how many there are, markers included
 * @param upserts how many rows were published
 * @param said every level, in each partition's order
 */
record ChangeTopic(
    Map<Key, Map<String, String>> rows,
    Map<Integer, Long> levels,
    int partitions,
    long records,
    long upserts,
    Set<String> values,
    List<Event.Level> said) {

  /** The lowest of all partitions; 0 if one has none. */
  long level() {
    return levels.size() < partitions
        ? 0
        : levels.values().stream().mapToLong(Long::longValue).min().orElse(0);
  }

  static ChangeTopic read(KafkaSettings kafka, String topic) {
    Map<String, Object> properties =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Reading reading = new Reading();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          reading.take(record);
        }
      }
      return reading.result(partitions.size());
    }
  }

  private static final class Reading {
    private final List<Map<Key, Map<String, String>>> rows = new ArrayList<>();
    private final Map<Integer, Long> levels = new HashMap<>();
    private final Set<String> values = new HashSet<>();
    private final List<Event.Level> said = new ArrayList<>();
    private long records;
    private long upserts;

    void take(ConsumerRecord<byte[], byte[]> record) {
      records++;
      while (rows.size() <= record.partition()) {
        rows.add(new LinkedHashMap<>());
      }
      Map<Key, Map<String, String>> mine = rows.get(record.partition());
      Event event = EventCodec.decode(record.key(), record.value());
      if (event instanceof Event.Upsert upsert) {
        upserts++;
        mine.put(upsert.key(), upsert.columns());
        values.addAll(upsert.columns().values());
      } else if (event instanceof Event.Delete delete) {
        mine.remove(delete.key());
      } else if (event instanceof Event.Truncate) {
        mine.clear();
      } else if (event instanceof Event.Level level) {
        long before = levels.getOrDefault(record.partition(), 0L);
        if (level.level() < before) {
          throw new AssertionError("level fell from " + before + " to " + level.level());
        }
        levels.put(record.partition(), level.level());
        said.add(level);
        vouched(level, mine.values());
      }
    }

    private static void vouched(Event.Level level, Collection<Map<String, String>> rows) {
      for (Map<String, String> row : rows) {
        if (level.columns().isEmpty() || !row.keySet().containsAll(level.columns())) {
          throw new AssertionError(level + " vouches for a row of " + row.keySet());
        }
      }
    }

    ChangeTopic result(int partitions) {
      Map<Key, Map<String, String>> all = new LinkedHashMap<>();
      rows.forEach(all::putAll);
      return new ChangeTopic(all, levels, partitions, records, upserts, values, said);
    }
  }
}
