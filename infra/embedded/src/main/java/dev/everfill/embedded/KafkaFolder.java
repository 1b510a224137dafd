package dev.everfill.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * The folder of a broker: formatted once, and described to the broker by its settings.
 *
 * @param path where the log segments are
 */
record KafkaFolder(Path path) {
  static final int NODE = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String VOTERS = "controller.quorum.voters";
  private static final String CLIENT = "PLAINTEXT";

  /** Everything that a single small broker needs otherwise than a cluster does. */
  private static final Map<String, String> SMALL_AND_ALONE =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE)),
          Map.entry("controller.listener.names", CONTROLLER),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "5"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "5"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
          // Alone, it has nobody to hand over to: being taken for dead after a pause of the machine
          // would only take its partitions' leader away. See FormerBroker for what that costs.
          Map.entry("broker.session.timeout.ms", "3600000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          Map.entry("transaction.max.timeout.ms", "3600000"),
          Map.entry("message.max.bytes", "20971520"),
          Map.entry("replica.fetch.max.bytes", "20971520"));

  /** Gives the folder its identity; does nothing if it has one. */
  void formatOnce() throws Exception {
    // Written last when formatting: without it there is no identity, and nothing to lose.
    if (Files.exists(path.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(path.toString()))
        .setMetadataLogDirectory(path.toString())
        .setControllerListenerName(CONTROLLER)
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .run();
  }

  /** True if a server has run here before. */
  boolean wasUsed() {
    return Files.exists(path.resolve("__cluster_metadata-0"));
  }

  /** Where the controller listens, according to the settings. */
  static String controllerAddress(Map<String, String> settings) {
    String voters = settings.get(VOTERS);
    return voters.substring(voters.indexOf('@') + 1);
  }

  Map<String, String> settings(int port, Map<String, String> wanted) {
    Map<String, String> settings = new HashMap<>(SMALL_AND_ALONE);
    String client = CLIENT + "://" + Ports.HOST + ":" + port;
    String controller = Ports.HOST + ":" + Ports.freeBeside(port);
    settings.put("log.dirs", path.toString());
    settings.put("listeners", client + "," + CONTROLLER + "://" + controller);
    settings.put("advertised.listeners", client);
    settings.put(
        "listener.security.protocol.map", CLIENT + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    settings.put(VOTERS, NODE + "@" + controller);
    settings.putAll(wanted);
    return settings;
  }
}
