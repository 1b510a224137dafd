package dev.everfill.processor.topology;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Table;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Headers;
import dev.everfill.base.event.Key;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.Examples;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * A field's topology in the test driver, with one partition; what it writes reads as short lines.
 */
final class Driven implements AutoCloseable {
  private static final TopicNames NAMES = new TopicNames("test");

  private final TopologyTestDriver driver;
  private final TestOutputTopic<byte[], byte[]> derived;

  Driven(FieldDefinition field, Path state) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "driven");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    this.driver = new TopologyTestDriver(FieldTopology.build(field, NAMES, 1), properties);
    this.derived =
        driver.createOutputTopic(
            NAMES.derived(field), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Upserts a row: the values in the order of the table's columns, of which the last may lack. */
  void row(Table table, String... values) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      columns.put(table.columns().get(i).name(), values[i]);
    }
    send(table, new Event.Upsert(Key.of(values[0]), columns));
  }

  void delete(Table table, String id) {
    send(table, new Event.Delete(Key.of(id)));
  }

  /** Vouches for all columns. */
  void level(Table table, long level) {
    send(table, Examples.level(table, level));
  }

  /** Vouches for these columns only. */
  void level(Table table, long level, String... columns) {
    send(table, new Event.Level(level, 0, Set.of(columns)));
  }

  void truncate(Table table) {
    send(table, new Event.Truncate(1));
  }

  void send(Table table, Event event) {
    EventCodec.Encoded encoded = EventCodec.encode(event);
    raw(table, encoded.key(), encoded.value());
  }

  void raw(Table table, byte[] key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.LSN, ByteBuffer.allocate(8).putLong(77).array());
    headers.add(Headers.COMMITTED_AT, ByteBuffer.allocate(8).putLong(88).array());
    driver
        .createInputTopic(
            NAMES.change(table.name()), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, 1_000L));
  }

  /**
   * What has been derived since the last call: {@code 1=a}, {@code -1}, {@code expect 2}, {@code
   * level 5}.
   */
  List<String> derived() {
    List<String> lines = new ArrayList<>();
    for (TestRecord<byte[], byte[]> found : derived.readRecordsToList()) {
      lines.add(line(EventCodec.decode(found.key(), found.value())));
      if (ByteBuffer.wrap(found.headers().lastHeader(Headers.LSN).value()).getLong() != 77) {
        lines.add("a header is wrong");
      }
    }
    return lines;
  }

  private static String line(Event event) {
    if (event instanceof Event.Upsert upsert) {
      return String.join(",", upsert.key().values())
          + "="
          + String.join(",", upsert.columns().values().stream().map(String::valueOf).toList());
    } else if (event instanceof Event.Delete delete) {
      return "-" + String.join(",", delete.key().values());
    } else if (event instanceof Event.Expect expect) {
      return "expect " + expect.rows();
    } else if (event instanceof Event.Level level) {
      return "level " + level.level();
    }
    return "?" + event;
  }

  @Override
  public void close() {
    driver.close();
  }
}
