package dev.everfill.processor.topology;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.Headers;
import dev.everfill.processor.expression.EvaluationException;
import dev.everfill.processor.operator.Cause;
import dev.everfill.processor.operator.Inlet;
import dev.everfill.processor.operator.Outlet;
import dev.everfill.processor.operator.Site;
import dev.everfill.processor.operator.SiteDefinition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs a site's operators for one partition. Once they are live it asks for a commit soon after a
 * record, so that changes go through fast although commits are rare during the backfill.
 */
final class SiteProcessor implements Processor<byte[], byte[], Routed, byte[]> {
  private static final Duration COMMIT_AFTER = Duration.ofMillis(50);

  private final SiteDefinition definition;
  private final int partitions;
  private final Meter meter;
  private ProcessorContext<Routed, byte[]> context;
  private SiteDefinition.Operators operators;
  private long timestamp;
  private boolean dirty;

  SiteProcessor(SiteDefinition definition, int partitions, Meter meter) {
    this.definition = definition;
    this.partitions = partitions;
    this.meter = meter;
  }

  static String sink(SiteDefinition site, String topic) {
    return site.name() + " writes " + topic;
  }

  @Override
  public void init(ProcessorContext<Routed, byte[]> processorContext) {
    this.context = processorContext;
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(definition.name());
    Map<String, Outlet> outlets = new HashMap<>();
    for (String topic : definition.outputs()) {
      outlets.put(topic, outlet(sink(definition, topic)));
    }
    int partition = context.taskId().partition();
    Site site = new Site(new StreamsStore(store), partition, partitions);
    this.operators = definition.factory().make(site, outlets);
    this.dirty = false;
    context.schedule(COMMIT_AFTER, PunctuationType.WALL_CLOCK_TIME, now -> commitIfDirty());
    report();
  }

  private Outlet outlet(String sink) {
    return (partition, key, value, cause) -> {
      RecordHeaders headers = new RecordHeaders();
      headers.add(Headers.LSN, bytes(cause.lsn()));
      headers.add(Headers.COMMITTED_AT, bytes(cause.committedAt()));
      context.forward(new Record<>(new Routed(key, partition), value, timestamp, headers), sink);
      if (definition.last() && key[0] != '{') {
        meter.derived();
      }
    };
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata from = context.recordMetadata().orElseThrow();
    timestamp = record.timestamp();
    try {
      Inlet inlet = operators.inlets().get(from.topic());
      inlet.receive(record.key(), record.value(), cause(record));
    } catch (EvaluationException e) {
      throw new EverfillException(
          Reason.INTERNAL,
          "SQLSTATE " + e.sqlState() + ": " + e.getMessage() + at(from, record.key()),
          e);
    } catch (IllegalArgumentException e) {
      throw new EverfillException(
          Reason.INTERNAL, "unreadable record: " + e.getMessage() + at(from, record.key()), e);
    }
    meter.handled();
    dirty = true;
    report();
  }

  private void report() {
    if (definition.last()) {
      meter.settled(context.taskId().partition(), operators.live().getAsBoolean());
    }
  }

  private void commitIfDirty() {
    if (dirty && operators.live().getAsBoolean()) {
      dirty = false;
      context.commit();
    }
  }

  private static Cause cause(Record<byte[], byte[]> record) {
    return new Cause(
        number(record.headers().lastHeader(Headers.LSN)),
        number(record.headers().lastHeader(Headers.COMMITTED_AT)));
  }

  private static long number(Header header) {
    return header == null || header.value().length != Long.BYTES
        ? 0
        : ByteBuffer.wrap(header.value()).getLong();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static String at(RecordMetadata from, byte[] key) {
    String text = key == null ? "none" : new String(key, StandardCharsets.UTF_8);
    return " (topic "
        + from.topic()
        + ", partition "
        + from.partition()
        + ", offset "
        + from.offset()
        + ", key "
        + text
        + ")";
  }
}
