package dev.everfill.processor.operator;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Table;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.base.event.Partitions;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.state.MemoryStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A field's sites over several partitions in one thread: every topic partition is a queue that each
 * reading site works off at its own pace, in an order drawn from a seed. Whatever can happen
 * between tasks of Kafka Streams can happen here, and the same seed makes it happen again.
 */
final class Simulation {
  private static final TopicNames NAMES = new TopicNames("simulated");

  private record Written(byte[] key, byte[] value) {}

  private record Reader(String topic, int partition, Inlet inlet) {}

  private final Random random;
  private final int partitions;
  private final Map<String, Map<Reader, ArrayDeque<Written>>> queues = new HashMap<>();
  private final List<Reader> readers = new ArrayList<>();
  private final String derivedTopic;
  private final List<List<Event>> derived = new ArrayList<>();

  Simulation(FieldDefinition field, int partitions, Random random) {
    this.random = random;
    this.partitions = partitions;
    this.derivedTopic = NAMES.derived(field);
    for (int i = 0; i < partitions; i++) {
      derived.add(new ArrayList<>());
      for (SiteDefinition site : FieldSites.of(NAMES, field)) {
        add(site, i);
      }
    }
  }

  private void add(SiteDefinition definition, int partition) {
    Map<String, Outlet> outlets = new HashMap<>();
    for (String topic : definition.outputs()) {
      outlets.put(topic, (to, key, value, cause) -> write(topic, to, key, value));
    }
    Site site = new Site(new MemoryStore(), partition, partitions);
    definition
        .factory()
        .make(site, outlets)
        .inlets()
        .forEach(
            (topic, inlet) -> {
              Reader reader = new Reader(topic, partition, inlet);
              readers.add(reader);
              queues
                  .computeIfAbsent(topic, t -> new LinkedHashMap<>())
                  .put(reader, new ArrayDeque<>());
            });
  }

  private void write(String topic, int to, byte[] key, byte[] value) {
    if (topic.equals(derivedTopic)) {
      derived.get(to).add(EventCodec.decode(key, value));
      return;
    }
    queues
        .getOrDefault(topic, Map.of())
        .forEach(
            (reader, queue) -> {
              if (to == Outlet.ALL || to == reader.partition()) {
                queue.add(new Written(key, value));
              }
            });
  }

  void send(Table table, Event event) {
    EventCodec.Encoded encoded = EventCodec.encode(event);
    boolean all = encoded.key()[0] == '{';
    int to = all ? Outlet.ALL : Partitions.of(encoded.key(), partitions);
    write(NAMES.change(table.name()), to, encoded.key(), encoded.value());
  }

  void row(Table table, String... values) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      columns.put(table.columns().get(i).name(), values[i]);
    }
    send(table, new Event.Upsert(Key.of(values[0]), columns));
  }

  /** Lets some randomly drawn site read one record; false if all queues are empty. */
  boolean step() {
    int start = random.nextInt(readers.size());
    for (int i = 0; i < readers.size(); i++) {
      Reader reader = readers.get((start + i) % readers.size());
      Written next = queues.get(reader.topic()).get(reader).poll();
      if (next != null) {
        reader.inlet().receive(next.key(), next.value(), new Cause(1, 1));
        return true;
      }
    }
    return false;
  }

  void drain() {
    while (step()) {}
  }

  List<List<Event>> derived() {
    return derived;
  }

  /** What the target would hold now. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    for (List<Event> partition : derived) {
      for (Event event : partition) {
        if (event instanceof Event.Upsert upsert) {
          values.put(upsert.key().values().get(0), line(upsert));
        } else if (event instanceof Event.Delete delete) {
          values.remove(delete.key().values().get(0));
        }
      }
    }
    return values;
  }

  static String line(Event.Upsert upsert) {
    return String.join(",", upsert.columns().values().stream().map(String::valueOf).toList());
  }
}
