package dev.everfill.processor.topology;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.FieldSites;
import dev.everfill.processor.operator.SiteDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A field's sites as a topology: one source per topic, one processor and one store per site, one
 * sink per site and topic it writes to. A pure function of its arguments.
 */
public final class FieldTopology {
  private FieldTopology() {}

  /**
   * The topology of a field.
   *
   * @param partitions of every topic
   * @throws IllegalArgumentException if the plan has a form that cannot be computed
   */
  public static Topology build(FieldDefinition field, TopicNames names, int partitions) {
    return build(field, names, partitions, new Meter());
  }

  static Topology build(FieldDefinition field, TopicNames names, int partitions, Meter meter) {
    List<SiteDefinition> sites = FieldSites.of(names, field);
    Topology topology = new Topology();
    Map<String, String> sources = new HashMap<>();
    for (SiteDefinition site : sites) {
      for (String topic : site.inputs()) {
        sources.computeIfAbsent(topic, t -> addSource(topology, t));
      }
    }
    sites.forEach(site -> add(topology, site, sources, partitions, meter));
    return topology;
  }

  private static String addSource(Topology topology, String topic) {
    String name = "read " + topic;
    topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
    return name;
  }

  private static void add(
      Topology topology,
      SiteDefinition site,
      Map<String, String> sources,
      int partitions,
      Meter meter) {
    topology.addProcessor(
        site.name(),
        () -> new SiteProcessor(site, partitions, meter),
        site.inputs().stream().map(sources::get).toArray(String[]::new));
    topology.addStateStore(store(site.name()), site.name());
    for (String topic : site.outputs()) {
      topology.addSink(
          SiteProcessor.sink(site, topic),
          topic,
          Routed.serializer(),
          new ByteArraySerializer(),
          Routed.partitioner(partitions),
          site.name());
    }
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
  }
}
