package dev.everfill.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a {@link KafkaServer} is started with. Immutable: each method returns changed options. */
public final class KafkaOptions {
  private final Path folder;
  private final int port;
  private final Map<String, String> settings;

  KafkaOptions(Path folder) {
    this(folder, 0, Map.of());
  }

  private KafkaOptions(Path folder, int port, Map<String, String> settings) {
    this.folder = folder;
    this.port = port;
    this.settings = Map.copyOf(settings);
  }

  /** The port for clients; 0, the default, means the one of the last time or any free one. */
  public KafkaOptions port(int port) {
    return new KafkaOptions(folder, port, settings);
  }

  /** One broker setting, such as {@code log.segment.bytes}; it wins over our own. */
  public KafkaOptions setting(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return new KafkaOptions(folder, port, more);
  }

  /**
   * Starts the broker and returns when it answers.
   *
   * @throws EmbeddedServerException if the folder is in use, the port is taken, or Kafka refuses
   */
  public KafkaServer start() {
    return KafkaServer.start(this);
  }

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  Map<String, String> settings() {
    return settings;
  }
}
