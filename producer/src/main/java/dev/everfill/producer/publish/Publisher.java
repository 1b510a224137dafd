package dev.everfill.producer.publish;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Headers;
import dev.everfill.base.event.Key;
import dev.everfill.base.event.Partitions;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.NewTopics;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.KafkaClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The transactional producer. A transaction is begun by the first record and is kept short: large
 * ones are committed in parts, which is harmless since records are keyed and what was not marked is
 * delivered again. Used by one thread; every method may throw Kafka's exceptions, after which only
 * {@link #close} may be called.
 */
public final class Publisher implements AutoCloseable {
  private static final int MAX_RECORDS = 50_000;
  private static final long MAX_BYTES = 32L << 20;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final TopicNames names;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<TableName, Target> targets = new HashMap<>();
  private final Instruments.Bound shown;
  private final OversizedRecord oversized = new OversizedRecord();
  private boolean inTransaction;
  private int records;
  private long bytes;

  private record Target(String topic, int partitions) {}

  /**
   * @param instruments show what the producer says of itself
   */
  public Publisher(KafkaSettings kafka, TopicNames names, Instruments instruments) {
    this.names = names;
    this.producer =
        new KafkaProducer<>(
            properties(kafka, names), new ByteArraySerializer(), new ByteArraySerializer());
    this.shown = instruments.kafka(KafkaClient.CAPTURE, "", producer::metrics);
  }

  private static Map<String, Object> properties(KafkaSettings kafka, TopicNames names) {
    Map<String, Object> all = new HashMap<>(kafka.properties());
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, names.captureProducer());
    all.put(ProducerConfig.CLIENT_ID_CONFIG, names.pipeline() + "-capture");
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "2");
    all.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(256 << 10));
    all.putIfAbsent(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(NewTopics.LARGEST_RECORD));
    // A record that does not fit into it can never be sent.
    all.putIfAbsent(
        ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(NewTopics.LARGEST_RECORD + (1 << 20)));
    return all;
  }

  /** Fences every earlier producer of this pipeline and ends what it left open. */
  public void fence() {
    producer.initTransactions();
  }

  /** To the partition of its key. */
  public void send(TableName table, Event event, long lsn, long committedMicros) {
    Target target = target(table);
    EventCodec.Encoded encoded = EventCodec.encode(event);
    int partition = Partitions.of(encoded.key(), target.partitions());
    send(target.topic(), partition, encoded, lsn, committedMicros);
  }

  /** To every partition. */
  public void sendToAll(TableName table, Event event, long lsn, long committedMicros) {
    Target target = target(table);
    EventCodec.Encoded encoded = EventCodec.encode(event);
    for (int partition = 0; partition < target.partitions(); partition++) {
      send(target.topic(), partition, encoded, lsn, committedMicros);
    }
  }

  /** To the partition of each key, one record for all keys that are in it. */
  public void sendAgain(TableName table, Event.Again again, long lsn) {
    Target target = target(table);
    Map<Integer, List<Key>> keys = new TreeMap<>();
    for (Key key : again.keys()) {
      int partition = Partitions.of(EventCodec.encodeKey(key), target.partitions());
      keys.computeIfAbsent(partition, p -> new ArrayList<>()).add(key);
    }
    keys.forEach(
        (partition, some) -> {
          Event.Again part = new Event.Again(again.field(), some);
          send(target.topic(), partition, EventCodec.encode(part), lsn, 0);
        });
  }

  /** How far the reading of a table has come. */
  public void progress(TableProgress progress) {
    progress(ProgressCodec.key(progress.table()), ProgressCodec.value(progress));
  }

  /**
   * Empties a table's change topic and forgets how far its reading had come.
   *
   * @param level of the source's log, up to which its changes were published
   */
  public void forget(TableName table, long level) {
    sendToAll(table, new Event.Truncate(level), level, 0);
    progress(ProgressCodec.key(table), null);
  }

  /** The highest level that was published. */
  public void level(long level) {
    progress(ProgressCodec.levelKey(), ProgressCodec.levelValue(level));
  }

  /**
   * Up to where transactions were published wholly, if anything is published now: it becomes known
   * with it or not at all.
   */
  public void position(long commit) {
    if (inTransaction) {
      progress(ProgressCodec.positionKey(), ProgressCodec.positionValue(commit));
    }
  }

  /** What tells the source's data from another's. */
  public void system(String system) {
    progress(ProgressCodec.systemKey(), ProgressCodec.systemValue(system));
  }

  /** Which run of a capture publishes from now on. */
  public void session(String incarnation) {
    progress(ProgressCodec.sessionKey(), ProgressCodec.sessionValue(incarnation));
  }

  /** Which topics all of this is published to. */
  public void topics(Map<String, String> ids) {
    progress(ProgressCodec.topicsKey(), ProgressCodec.topicsValue(ids));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a send that failed fails the commit
  private void progress(byte[] key, byte[] value) {
    begin();
    producer.send(new ProducerRecord<>(names.captureProgress(), 0, key, value));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a send that failed fails the commit
  private void send(
      String topic, int partition, EventCodec.Encoded event, long lsn, long committedMicros) {
    begin();
    long size = event.key().length + (event.value() == null ? 0L : event.value().length);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.LSN, eightBytes(lsn));
    headers.add(Headers.COMMITTED_AT, eightBytes(committedMicros));
    Callback done = size < OversizedRecord.SMALLEST ? null : oversized.watch(topic, event);
    try {
      producer.send(
          new ProducerRecord<>(topic, partition, event.key(), event.value(), headers), done);
    } catch (KafkaException failed) {
      throw oversized.explained(failed);
    }
    records++;
    bytes += size;
  }

  private Target target(TableName table) {
    return targets.computeIfAbsent(
        table,
        name -> new Target(names.change(name), producer.partitionsFor(names.change(name)).size()));
  }

  private static byte[] eightBytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private void begin() {
    if (!inTransaction) {
      producer.beginTransaction();
      inTransaction = true;
    }
  }

  /** Between two records, commits what has been sent if it is much. */
  public void commitIfLarge() {
    if (records >= MAX_RECORDS || bytes >= MAX_BYTES) {
      commit();
    }
  }

  /** Returns once everything sent is acknowledged and can be read. */
  public void commit() {
    if (inTransaction) {
      try {
        producer.commitTransaction();
      } catch (KafkaException failed) {
        throw oversized.explained(failed);
      }
      inTransaction = false;
      records = 0;
      bytes = 0;
    }
  }

  @Override
  public void close() {
    shown.close();
    producer.close(CLOSE);
  }
}
