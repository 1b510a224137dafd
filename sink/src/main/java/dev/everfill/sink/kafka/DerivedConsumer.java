package dev.everfill.sink.kafka;

import dev.everfill.base.kafka.ConsumerLag;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.KafkaClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads derived topics, committed records only, from the offsets it is told; commits none. A shard
 * that is assigned stays paused until {@link #seek}. Belongs to one thread, but for {@link
 * #wakeup}.
 */
public final class DerivedConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DerivedConsumer.class);
  private static final Duration LOOK_UP = Duration.ofSeconds(10);
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Instruments.Bound shown;
  private final Set<Shard> revoked = new LinkedHashSet<>();
  private final Set<Shard> assigned = new LinkedHashSet<>();

  /**
   * @param group the consumer group
   * @param instruments show what the consumer says of itself
   */
  public DerivedConsumer(
      KafkaSettings settings, String group, Collection<String> topics, Instruments instruments) {
    consumer = new KafkaConsumer<>(properties(settings, group));
    consumer.subscribe(topics, new Listener());
    shown = instruments.kafka(KafkaClient.WRITE, "", consumer::metrics);
  }

  private static Properties properties(KafkaSettings settings, String group) {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // Eager: after a fence everything is given back before anything is claimed again.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // Offsets are the database's: a reset would lose or repeat records without a word.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // After a kill the group waits for the dead member only so long.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000");
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1500");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }

  /** Waits up to {@code timeout} for records; returns early when woken. */
  public Polled poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
    Set<Shard> outOfRange = Set.of();
    try {
      records = consumer.poll(timeout);
    } catch (OffsetOutOfRangeException gone) {
      consumer.pause(gone.partitions());
      outOfRange = shards(gone.partitions());
    } catch (WakeupException | InterruptException woken) {
      // The interrupt stays set: the loop sees it.
      records = ConsumerRecords.empty();
    }
    Polled polled =
        new Polled(
            Set.copyOf(revoked),
            Set.copyOf(assigned),
            decode(records),
            positions(records),
            outOfRange);
    revoked.clear();
    assigned.clear();
    return polled;
  }

  private static List<Arrived> decode(ConsumerRecords<byte[], byte[]> records) {
    List<Arrived> arrived = new ArrayList<>(records.count());
    for (TopicPartition partition : records.partitions()) {
      Shard shard = new Shard(partition.topic(), partition.partition());
      records.records(partition).forEach(record -> arrived.add(Arrived.of(shard, record)));
    }
    return arrived;
  }

  private static Map<Shard, Long> positions(ConsumerRecords<byte[], byte[]> records) {
    Map<Shard, Long> positions = new HashMap<>();
    records
        .nextOffsets()
        .forEach(
            (partition, next) ->
                positions.put(new Shard(partition.topic(), partition.partition()), next.offset()));
    return positions;
  }

  /**
   * The first offset that is there and the one after the last, per shard; asks the broker. Empty if
   * it does not answer.
   */
  public Map<Shard, long[]> bounds(Collection<Shard> shards) {
    List<TopicPartition> partitions = shards.stream().map(DerivedConsumer::partition).toList();
    Map<Shard, long[]> bounds = new HashMap<>();
    try {
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, LOOK_UP);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions, LOOK_UP);
      for (Shard shard : shards) {
        TopicPartition partition = partition(shard);
        bounds.put(shard, new long[] {first.get(partition), end.get(partition)});
      }
    } catch (RetriableException | WakeupException | InterruptException later) {
      LOG.debug("Kafka does not say where {} begin and end: {}", shards, later.getMessage());
      bounds.clear();
    }
    return bounds;
  }

  /** Where the consumer stands, records or not; empty if it is not known yet. */
  public OptionalLong position(Shard shard) {
    try {
      return OptionalLong.of(consumer.position(partition(shard), Duration.ofMillis(100)));
    } catch (RetriableException | WakeupException | InterruptException later) {
      LOG.debug("The position of {} is not known yet: {}", shard, later.getMessage());
      return OptionalLong.empty();
    }
  }

  /** Records of each topic that wait in the broker, as far as is known; asks nobody. */
  public Map<String, Long> lags() {
    return ConsumerLag.byTopic(consumer.metrics());
  }

  /** Reads the shard from this offset on. */
  public void seek(Shard shard, long offset) {
    consumer.seek(partition(shard), offset);
    consumer.resume(List.of(partition(shard)));
  }

  /** Stops or goes on reading a shard; the membership stays. */
  public void flow(Shard shard, boolean flowing) {
    TopicPartition partition = partition(shard);
    if (consumer.paused().contains(partition) == flowing) {
      if (flowing) {
        consumer.resume(List.of(partition));
      } else {
        consumer.pause(List.of(partition));
      }
    }
  }

  /** Stops reading everything and asks the group, at the next poll, what is still this member's. */
  public void rejoin(String why) {
    consumer.pause(consumer.assignment());
    consumer.enforceRebalance(why);
  }

  /** Makes a waiting {@link #poll} return; from any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  /** Leaves the group, so that another member or the next start need not wait. */
  @Override
  public void close() {
    shown.close();
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
  }

  private static TopicPartition partition(Shard shard) {
    return new TopicPartition(shard.topic(), shard.partition());
  }

  private static Set<Shard> shards(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(partition -> new Shard(partition.topic(), partition.partition()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private final class Listener implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      revoked.addAll(shards(partitions));
      assigned.removeAll(shards(partitions));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // A placeholder, so that the group's own offsets are never asked for; nothing is read there.
      partitions.forEach(partition -> consumer.seek(partition, 0));
      consumer.pause(partitions);
      assigned.addAll(shards(partitions));
    }
  }
}
