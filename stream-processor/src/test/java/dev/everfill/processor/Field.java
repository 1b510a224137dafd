package dev.everfill.processor;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Table;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.base.event.Partitions;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.Examples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A field on a real broker: stands in for capture on one side and for the sink on the other. */
final class Field implements AutoCloseable {
  static final int PARTITIONS = 4;

  final TopicNames names;
  final KafkaSettings kafka;
  final FieldDefinition definition;
  final ComputeTopics topics;
  final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<List<Event>> derived = new ArrayList<>();
  private volatile Exception failed;

  Field(String bootstrap, String pipeline, FieldDefinition definition) throws Exception {
    this.names = new TopicNames(pipeline);
    this.kafka = new KafkaSettings(bootstrap, PARTITIONS, (short) 1, Map.of());
    this.definition = definition;
    this.topics = ComputeTopics.of(names, definition);
    Map<String, Object> clients = Map.of("bootstrap.servers", bootstrap);
    this.admin = Admin.create(clients);
    createTopics();
    Map<String, Object> producing = new HashMap<>(clients);
    producing.put("linger.ms", 1);
    // A broker takes any first sequence from a new producer: were the first batch to a new topic
    // refused while the second is under way, the retry would be out of order for ever.
    producing.put("max.in.flight.requests.per.connection", 1);
    this.producer =
        new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
    Map<String, Object> consuming = new HashMap<>(clients);
    consuming.put("isolation.level", "read_committed");
    this.consumer =
        new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(topics.derived(), i));
      derived.add(new ArrayList<>());
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private void createTopics() throws InterruptedException, ExecutionException {
    List<String> all = new ArrayList<>(topics.sources());
    all.addAll(topics.internal());
    all.add(topics.derived());
    List<NewTopic> wanted =
        all.stream()
            .map(t -> new NewTopic(t, PARTITIONS, (short) 1))
            .map(t -> t.configs(Map.of("cleanup.policy", "compact")))
            .toList();
    admin.createTopics(wanted).all().get();
  }

  void row(Table table, String... values) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      columns.put(table.columns().get(i).name(), values[i]);
    }
    send(table, EventCodec.encode(new Event.Upsert(Key.of(values[0]), columns)));
  }

  void delete(Table table, String id) {
    send(table, EventCodec.encode(new Event.Delete(Key.of(id))));
  }

  void level(Table table, long level) {
    EventCodec.Encoded encoded = EventCodec.encode(Examples.level(table, level));
    for (int i = 0; i < PARTITIONS; i++) {
      producer.send(
          new ProducerRecord<>(names.change(table.name()), i, encoded.key(), encoded.value()),
          this::sent);
    }
    flush();
  }

  void send(Table table, EventCodec.Encoded encoded) {
    int partition = Partitions.of(encoded.key(), PARTITIONS);
    producer.send(
        new ProducerRecord<>(names.change(table.name()), partition, encoded.key(), encoded.value()),
        this::sent);
  }

  /** Waits until all that was sent is there. */
  void flush() {
    producer.flush();
    if (failed != null) {
      throw new IllegalStateException("a change was not sent", failed);
    }
  }

  private void sent(RecordMetadata where, Exception failure) {
    if (failure != null) {
      failed = failure;
    }
  }

  /** All that has been derived so far, by partition; reads on for a moment. */
  List<List<Event>> derived(Duration patience) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      derived.get(record.partition()).add(EventCodec.decode(record.key(), record.value()));
    }
    return derived;
  }

  /** The last derived value per key, as text; keys that were deleted are missing. */
  Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    for (List<Event> partition : derived(Duration.ofMillis(20))) {
      for (Event event : partition) {
        if (event instanceof Event.Upsert upsert) {
          values.put(
              upsert.key().values().get(0),
              String.join(",", upsert.columns().values().stream().map(String::valueOf).toList()));
        } else if (event instanceof Event.Delete delete) {
          values.remove(delete.key().values().get(0));
        }
      }
    }
    return values;
  }

  /** The least level over the derived partitions; 0 while one has none. */
  long level() {
    return derived(Duration.ofMillis(20)).stream()
        .mapToLong(
            p ->
                p.stream()
                    .filter(Event.Level.class::isInstance)
                    .mapToLong(e -> ((Event.Level) e).level())
                    .max()
                    .orElse(0))
        .min()
        .orElseThrow();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
    admin.close();
  }
}
